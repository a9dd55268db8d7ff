package io.recsys.model;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two requests need working memory, of which one lies in the pool. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Each has memory of its own.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two requests had the same memory.")
@State
public class PoolStress {
  private final Pool<AtomicInteger> pool = new Pool<>();

  public PoolStress() {
    pool.add(new AtomicInteger());
  }

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = isAlone();
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = isAlone();
  }

  /** Whether nobody else has the memory while this request has it. */
  private boolean isAlone() {
    AtomicInteger free = pool.poll();
    AtomicInteger holders = free == null ? new AtomicInteger() : free;
    boolean alone = holders.incrementAndGet() == 1;
    alone &= holders.decrementAndGet() == 0;
    pool.add(holders);
    return alone;
  }
}
