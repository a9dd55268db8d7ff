package io.recsys.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  @Test
  void get_givesWhatAnotherThreadMade() throws IOException {
    try (Background<Thread> made = new Background<>("test", Thread::currentThread)) {
      assertThat(made.get()).isNotSameAs(Thread.currentThread()).isSameAs(made.get());
    }
  }

  @Test
  void get_throwsWhatWentWrong_asItIs() {
    for (Throwable fault :
        new Throwable[] {new IOException("a"), new IllegalStateException("b"), new Error("c")}) {
      try (Background<Object> failed = new Background<>("test", () -> thrown(fault))) {
        assertThatThrownBy(failed::get).isSameAs(fault);
      }
    }
  }

  private static Object thrown(Throwable fault) throws Exception {
    if (fault instanceof Error error) {
      throw error;
    }
    throw (Exception) fault;
  }

  @Test
  void close_interruptsTheThread_andWaitsForItsEnd() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    try (Background<Object> endless = new Background<>("test", () -> endless(started, thread))) {
      assertThat(endless).isNotNull();
      started.await();
      // One who is interrupted waits too, and stays interrupted.
      Thread.currentThread().interrupt();
    }
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thread.join().isAlive()).isFalse();
  }

  @Test
  void close_letsEndWhatIsNotToBeDisturbed() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch closing = new CountDownLatch(1);
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Background<Boolean> patient =
        Background.undisturbed(
            "test",
            () -> {
              started.countDown();
              closing.await();
              // An interrupt would have come by now, and show here.
              Thread.sleep(50);
              return ended.complete(true);
            });
    started.await();
    Thread closer = new Thread(patient::close);
    closer.start();
    closing.countDown();
    closer.join();
    assertThat(ended).isCompletedWithValue(true);
  }

  private static Object endless(CountDownLatch started, CompletableFuture<Thread> thread)
      throws InterruptedException {
    thread.complete(Thread.currentThread());
    started.countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  @Test
  void get_endsWhenInterrupted_howeverSoonItIsMade() {
    try (Background<Object> made = new Background<>("test", Object::new)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(made::get).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
