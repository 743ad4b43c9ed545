using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Tests.Randomness;

public class GeneratorTests
{
    // The expected values are the first outputs of the authors' reference program for seed 1234567.
    [Fact]
    public void SplitMix64_has_the_published_sequence()
    {
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(i => SplitMix64.At(1234567, (ulong)i)));
    }

    // The expected values are the first outputs from state (1, 2, 3, 4).
    [Fact]
    public void Xoshiro256_has_the_published_sequence()
    {
        Xoshiro256 random = new(1, 2, 3, 4);
        ulong[] expected = [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600];
        foreach (ulong value in expected)
        {
            Assert.Equal(value, random.NextUInt64());
        }
    }

    // The mean of n uniform values has the standard deviation 0.29/√n, which is 0.0009 for n = 100,000. The test allows 5 standard deviations.
    [Fact]
    public void Floats_are_uniform_below_one()
    {
        const int Count = 100_000;
        Xoshiro256 random = new(5);
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            float value = random.NextSingle();
            Assert.InRange(value, 0, MathF.BitDecrement(1));
            sum += value;
        }

        Assert.Equal(0.5, sum / Count, 0.0046);
    }

    // Each of 7 values is drawn 10,000 times on average, with a standard deviation of 93.
    [Fact]
    public void Integers_are_uniform_below_the_bound()
    {
        Xoshiro256 random = new(5);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.NextInt32(7)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    // Each of the 24 permutations of 4 items occurs 1,000 times on average, with a standard deviation of 31.
    [Fact]
    public void Shuffle_produces_all_permutations_equally_often()
    {
        Xoshiro256 random = new(9);
        Dictionary<string, int> counts = [];
        for (int i = 0; i < 24_000; i++)
        {
            int[] items = [0, 1, 2, 3];
            random.Shuffle(items);
            string order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 840, 1160));
    }

    [Fact]
    public void Different_seeds_streams_and_indices_have_distinct_keys()
    {
        ulong[] keys =
        [
            Seeds.Key(1, RandomStream.Shuffling, 0), Seeds.Key(1, RandomStream.Dropout, 0), Seeds.Key(1, RandomStream.Shuffling, 1),
            Seeds.Key(2, RandomStream.Shuffling, 0), Seeds.Key(-1, RandomStream.Shuffling, 0), Seeds.Key(0, RandomStream.Initialization, 0),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }
}
