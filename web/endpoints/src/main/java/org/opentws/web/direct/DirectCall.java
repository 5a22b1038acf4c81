package org.opentws.web.direct;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call that a {@link DirectEndpoint} answers to anybody, as the lists of what can be called name
 * it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(DirectCalls.class)
public @interface DirectCall {
  /** For example POST. */
  String method();

  /** From the war's root on, with parameters in braces. */
  String path();
}
