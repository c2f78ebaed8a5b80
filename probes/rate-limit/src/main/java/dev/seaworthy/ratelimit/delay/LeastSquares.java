package dev.seaworthy.ratelimit.delay;

import java.util.List;

/**
 * A fit of values by a few columns.
 *
 * @param coefficients one for each column
 * @param residual sum of the squared residuals
 */
record LeastSquares(double[] coefficients, double residual) {
    private static final double SINGULAR = 1e-12;

    /**
     * Solves the normal equations; for up to four columns of small numbers that is exact enough.
     *
     * @param rows the columns' values, one row for each of {@code values}
     */
    static LeastSquares of(List<double[]> rows, double[] values) {
        int columns = rows.get(0).length;
        double[][] system = new double[columns][columns + 1];
        for (int row = 0; row < values.length; row++) {
            double[] x = rows.get(row);
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j < columns; j++) {
                    system[i][j] += x[i] * x[j];
                }
                system[i][columns] += x[i] * values[row];
            }
        }
        double[] found = solve(system);
        double residual = 0;
        for (int row = 0; row < values.length; row++) {
            double error = values[row];
            for (int i = 0; i < columns; i++) {
                error -= found[i] * rows.get(row)[i];
            }
            residual += error * error;
        }
        return new LeastSquares(found, residual);
    }

    /** Gauss and Jordan; a column that the others already explain gets 0. */
    private static double[] solve(double[][] system) {
        int columns = system.length;
        boolean[] used = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            if (Math.abs(system[column][column]) < SINGULAR) {
                continue;
            }
            used[column] = true;
            double pivot = system[column][column];
            for (int j = 0; j <= columns; j++) {
                system[column][j] /= pivot;
            }
            for (int i = 0; i < columns; i++) {
                double factor = i == column ? 0 : system[i][column];
                for (int j = 0; j <= columns && factor != 0; j++) {
                    system[i][j] -= factor * system[column][j];
                }
            }
        }
        double[] found = new double[columns];
        for (int column = 0; column < columns; column++) {
            found[column] = used[column] ? system[column][columns] : 0;
        }
        return found;
    }
}
