package dev.seaworthy.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The points of a Poisson process of rate one, from a seed. Thread-safe. Made in blocks, each from a seed of its own, so
 * that any point can be made again: kept are one number a block, and the block used last.
 */
final class UnitPoisson {
    private static final int BLOCK = 512;

    private final long seed;
    private volatile Block last;
    /** Where each known block begins; grows under the lock. */
    private double[] starts = new double[16];

    private int known = 1;

    UnitPoisson(long seed) {
        this.seed = seed;
        this.last = make(0, 0);
    }

    /** The point of this index, counted from 0. */
    double at(long index) {
        int number = Math.toIntExact(index / BLOCK);
        Block block = last;
        if (block.number != number) {
            block = block(number);
            last = block;
        }
        return block.points[(int) (index % BLOCK)];
    }

    private synchronized Block block(int number) {
        while (known <= number) {
            Block before = make(known - 1, starts[known - 1]);
            if (known == starts.length) {
                starts = Arrays.copyOf(starts, known * 2);
            }
            starts[known] = before.points[BLOCK - 1];
            known++;
        }
        return make(number, starts[number]);
    }

    private Block make(int number, double start) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed + number).nextLong());
        double[] points = new double[BLOCK];
        double at = start;
        for (int i = 0; i < BLOCK; i++) {
            at -= Math.log1p(-random.nextDouble());
            points[i] = at;
        }
        return new Block(number, points);
    }

    private record Block(int number, double[] points) {}
}
