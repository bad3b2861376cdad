package dev.ae4j.internal.json;

import com.code_intelligence.jazzer.junit.FuzzTest;

class JsonFuzzTest {
  @FuzzTest
  void anything(byte[] json) {
    JsonTest.checkReadOrRefused(json);
  }
}
