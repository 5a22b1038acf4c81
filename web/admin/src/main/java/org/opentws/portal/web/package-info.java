/**
 * The officers' portal: what its pages share. Pages of a service live in that service's package.
 */
@NullMarked
package org.opentws.portal.web;

import org.jspecify.annotations.NullMarked;
