package dev.ae4j.jvm;

import dev.ae4j.BackendException;
import dev.ae4j.jvm.plan.Plan;
import dev.ae4j.jvm.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plans of an executable: for each of the batch sizes that were asked for of late, as many as
 * were in use at the same time.
 */
final class PlanPool {
  // The full and the last batch of an epoch, in training and in validation.
  private static final int BATCH_SIZES = 4;

  /** The plans for one batch size that are not in use. */
  private record Shelf(int batchSize, List<Plan> plans) {}

  private final Planner planner;

  /** The one that was used last is the last one. */
  private final List<Shelf> shelves = new ArrayList<>();

  PlanPool(Planner planner) {
    this.planner = planner;
  }

  /**
   * Returns a plan that nobody else uses, made now if there is none.
   *
   * @throws BackendException if there is too little memory for it, even without those that are idle
   */
  Plan take(int batchSize) {
    Plan idle = takeIdle(batchSize);
    if (idle != null) {
      return idle;
    }
    try {
      return planner.plan(batchSize);
    } catch (BackendException e) {
      if (!(e.getCause() instanceof OutOfMemoryError)) {
        throw e;
      }
    }
    dropIdle();
    return planner.plan(batchSize);
  }

  private synchronized void dropIdle() {
    shelves.forEach(shelf -> shelf.plans.clear());
  }

  private synchronized @Nullable Plan takeIdle(int batchSize) {
    int index = find(batchSize);
    if (index < 0 && shelves.size() == BATCH_SIZES) {
      shelves.remove(0);
    }
    Shelf shelf = index < 0 ? new Shelf(batchSize, new ArrayList<>()) : shelves.remove(index);
    shelves.add(shelf);
    return shelf.plans.isEmpty() ? null : shelf.plans.remove(shelf.plans.size() - 1);
  }

  /** Takes a plan back, and lets it go if its batch size has not been asked for recently. */
  synchronized void giveBack(Plan plan) {
    int index = find(plan.batchSize());
    if (index >= 0) {
      shelves.get(index).plans.add(plan);
    }
  }

  synchronized void clear() {
    shelves.clear();
  }

  private int find(int batchSize) {
    for (int i = shelves.size() - 1; i >= 0; i--) {
      if (shelves.get(i).batchSize == batchSize) {
        return i;
      }
    }
    return -1;
  }
}
