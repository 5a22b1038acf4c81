package org.opentws.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which atoms of the standard a test proves. A requirement counts as met only through a test
 * on the running system; an id that the catalogue does not have fails the build.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requirement {
  /** Ids of the catalogue, for example "RM1.3". */
  String[] value();

  /** Whether the test shows that the right thing works, or that the wrong thing is refused. */
  Kind kind() default Kind.POSITIVE;

  /** The two sides of each check. */
  enum Kind {
    POSITIVE,
    NEGATIVE
  }
}
