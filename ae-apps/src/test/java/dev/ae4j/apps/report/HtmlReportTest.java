package dev.ae4j.apps.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ae4j.apps.picture.ImageGrid;
import dev.ae4j.apps.report.HtmlReport.KeyFigure;
import dev.ae4j.data.TensorData;
import dev.ae4j.graph.Shape;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final String EVIL = "<script>alert(\"1\")</script> & 'x' \u0000 \ud800 %s";
  private static final String SHOWN = "<script>alert(\"1\")</script> & 'x' \ufffd \ufffd %s";

  private static HtmlReport everything(String text) {
    byte[] png =
        new ImageGrid(Shape.of(2, 2), 1).row("", "", TensorData.zeros(Shape.of(1, 4))).toPng();
    return new HtmlReport(text, text)
        .keyFigures(Map.of(text, new KeyFigure(text, text)))
        .section(text)
        .paragraph(text)
        .picture(png, text, text)
        .chart(new LineChart(text, text).line(text, 3, 2, 1).reference(text, 1.5))
        .section(text)
        .table(new Table(text, text, text).row(text, text).strongRow(text, text))
        .command(text)
        .facts(Map.of(text, text));
  }

  static Document parse(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  @Test
  void everyTextIsEscaped() throws Exception {
    Document page = parse(everything(EVIL).toHtml());
    assertThat(page.getElementsByTagName("script").getLength()).isZero();
    for (String tag :
        List.of("title", "h1", "h2", "p", "figcaption", "caption", "td", "code", "dt", "b")) {
      assertThat(page.getElementsByTagName(tag).item(0).getTextContent()).isEqualTo(SHOWN);
    }
    Element image = (Element) page.getElementsByTagName("img").item(0);
    assertThat(image.getAttribute("alt")).isEqualTo(SHOWN);
    Element chart = (Element) page.getElementsByTagName("svg").item(0);
    assertThat(chart.getAttribute("aria-label")).isEqualTo(SHOWN);
  }

  @Test
  void nothingIsLoadedFromElsewhere() throws Exception {
    String html = everything("text").toHtml();
    assertThat(html.replaceAll("base64,[^\"]*", ""))
        .doesNotContain("http:", "https:", "//", "url(", "@import", "<script", "<link");
    assertThat(html).contains("default-src 'none'");
    NodeList images = parse(html).getElementsByTagName("img");
    for (int i = 0; i < images.getLength(); i++) {
      assertThat(((Element) images.item(i)).getAttribute("src"))
          .startsWith("data:image/png;base64,");
    }
  }

  @Test
  void pictureHasTheSizeOfItsFile() throws Exception {
    Element image = (Element) parse(everything("x").toHtml()).getElementsByTagName("img").item(0);
    assertThat(image.getAttribute("width")).isEqualTo("34");
    assertThat(image.getAttribute("height")).isEqualTo("34");
  }

  @Test
  void rowsMustFitTheColumns() {
    Table table = new Table("caption", "a", "b");
    assertThatThrownBy(() -> table.row("1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void chartStaysInsideItsFrame() throws Exception {
    double[] one = {0.37};
    double[] many = new double[250];
    for (int i = 0; i < many.length; i++) {
      many[i] = 1234.5 / (i + 1);
    }
    for (double[] values : List.of(new double[0], one, many, new double[] {0, 0})) {
      LineChart chart = new LineChart("title", "y").line("line", values).reference("r", 0.1);
      Element svg = parse(chart.toSvg()).getDocumentElement();
      String[] box = svg.getAttribute("viewBox").split(" ", -1);
      double width = Double.parseDouble(box[2]);
      double height = Double.parseDouble(box[3]);
      for (String points : attributes(svg, "polyline", "points")) {
        for (String point : points.split(" ", -1)) {
          if (!point.isEmpty()) {
            String[] xy = point.split(",", -1);
            assertThat(Double.parseDouble(xy[0])).isBetween(0.0, width);
            assertThat(Double.parseDouble(xy[1])).isBetween(0.0, height);
          }
        }
      }
      for (String y : attributes(svg, "text", "y")) {
        assertThat(y.isEmpty() ? 0 : Double.parseDouble(y)).isBetween(0.0, height);
      }
    }
  }

  @Test
  void curvesStayInsideTheirFrame() throws Exception {
    double[][] xs = {{}, {0}, {0.01, 0.02, 0.97}, {1200, 3400}};
    double[][] ys = {{}, {20}, {-3, 18.5, 31.7}, {0.001, 0.0012}};
    for (int i = 0; i < xs.length; i++) {
      XyChart chart = new XyChart("title", "x", "y").curve("one", xs[i], ys[i]);
      Element svg = parse(chart.toSvg()).getDocumentElement();
      for (String x : attributes(svg, "circle", "cx")) {
        assertThat(Double.parseDouble(x)).isBetween(58.0, 446.0);
      }
      for (String y : attributes(svg, "circle", "cy")) {
        assertThat(Double.parseDouble(y)).isBetween(16.0, 276.0);
      }
      assertThat(attributes(svg, "circle", "cx")).hasSize(xs[i].length);
    }
    assertThat(
            texts(
                new XyChart("t", "x", "y")
                    .curve("c", new double[] {0.5}, new double[] {20})
                    .toSvg()))
        .contains("0", "0.5", "20", "x", "y", "c");
  }

  @Test
  void ticksAreRoundNumbers() throws Exception {
    LineChart chart = new LineChart("title", "y").line("line", 0.069, 0.03);
    assertThat(texts(chart.toSvg()))
        .contains("0", "0.02", "0.04", "0.06", "0.08", "1", "2", "epoch", "y");
    LineChart large = new LineChart("title", "y").line("line", 4200, 100);
    assertThat(texts(large.toSvg())).contains("0", "1000", "5000").doesNotContain("6000");
  }

  private static List<String> texts(String svg) throws Exception {
    NodeList nodes = parse(svg).getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<String> attributes(Element svg, String tag, String name) {
    NodeList nodes = svg.getElementsByTagName(tag);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      values.add(((Element) nodes.item(i)).getAttribute(name));
    }
    return values;
  }
}
