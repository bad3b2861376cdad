package dev.ae4j.jvm;

import dev.ae4j.jvm.kernel.ThreadTeam;
import java.util.HashMap;
import java.util.Map;

/**
 * The teams of threads of all backends: those that ask for as many threads share a team, which ends
 * with the last of them. Many engines in one JVM have no more threads than one.
 */
final class SharedTeams {
  private static final Map<Integer, SharedTeam> TEAMS = new HashMap<>();

  private static final class SharedTeam {
    private final ThreadTeam team;
    private int users;

    SharedTeam(int threads) {
      team = new ThreadTeam(threads);
    }
  }

  private SharedTeams() {}

  /** Returns the team of a size, which has to be given back once. */
  static synchronized ThreadTeam take(int threads) {
    SharedTeam shared = TEAMS.computeIfAbsent(threads, SharedTeam::new);
    shared.users++;
    return shared.team;
  }

  /** Ends a team if nobody else has it. */
  static synchronized void giveBack(ThreadTeam team) {
    TEAMS.computeIfPresent(
        team.threads(),
        (threads, shared) -> {
          shared.users--;
          if (shared.users > 0) {
            return shared;
          }
          shared.team.close();
          return null;
        });
  }
}
