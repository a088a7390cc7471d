/** Tables of points: columns, rows, CSV. */
package rivulet.points.table;
