package io.recsys.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("batch-size", "epochs", "seed");

  @ParameterizedTest
  @CsvSource({"batchsize,batch-size", "EPOCH,epochs", "sede,seed", "epcohs,epochs"})
  void of_findsWhatWasMeant(String name, String nearest) {
    assertThat(NearestName.of(name, KNOWN)).contains(nearest);
  }

  @Test
  void of_isSilentWhereNothingIsNear() {
    assertThat(NearestName.of("temperature", KNOWN)).isEmpty();
    assertThat(NearestName.of("seed", List.of())).isEmpty();
    assertThat(NearestName.hint("temperature", KNOWN)).isEmpty();
  }
}
