package io.recsys.model;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two requests write what they ask about into working memory, of which one lies in the pool. */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "Each reads what it wrote.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Two requests wrote to the same memory.")
@State
public class PoolStress {
  private final Pool<AtomicInteger> pool = new Pool<>();

  public PoolStress() {
    pool.add(new AtomicInteger());
  }

  @Actor
  public void first(ZZ_Result result) {
    result.r1 = readsWhatItWrote(1);
  }

  @Actor
  public void second(ZZ_Result result) {
    result.r2 = readsWhatItWrote(2);
  }

  private boolean readsWhatItWrote(int value) {
    AtomicInteger free = pool.poll();
    AtomicInteger memory = free == null ? new AtomicInteger() : free;
    memory.set(value);
    boolean same = memory.get() == value;
    pool.add(memory);
    return same;
  }
}
