/**
 * {@code ./tws demo}: the main job once, through public interfaces only, each officer with the own
 * control certificate and password.
 */
@NullMarked
package org.opentws.tools.demo;

import org.jspecify.annotations.NullMarked;
