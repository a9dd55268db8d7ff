package io.recsys.junit;

import io.recsys.Recommender;
import io.recsys.evaluation.Evaluation;
import io.recsys.split.Split;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Hands the methods of a {@link RecommenderQuality} test class what they ask for. */
final class QualityExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace RUN =
      ExtensionContext.Namespace.create(QualityExtension.class);
  private static final Set<Class<?>> OFFERED =
      Set.of(Evaluation.class, Baselines.class, Recommender.class, Split.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return OFFERED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    QualityCase quality = qualityCase(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Evaluation.class) {
      return quality.evaluation();
    }
    if (type == Baselines.class) {
      return quality.baselines();
    }
    return type == Recommender.class ? quality.recommender() : quality.split();
  }

  /** The case of the annotation on the class or one around it; kept to the end of the run. */
  private static QualityCase qualityCase(ExtensionContext context) {
    RecommenderQuality annotation =
        AnnotationSupport.findAnnotation(
                context.getRequiredTestClass(),
                RecommenderQuality.class,
                context.getEnclosingTestClasses())
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "put @RecommenderQuality on " + context.getRequiredTestClass().getName()));
    // An annotation equals another with equal members.
    return context
        .getRoot()
        .getStore(RUN)
        .getOrComputeIfAbsent(annotation, QualityCase::new, QualityCase.class);
  }
}
