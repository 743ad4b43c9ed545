using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>The counter against the builder that defines its result, and against sums in a dictionary.</summary>
public sealed class SlotCounterTests
{
    // Lengths around a byte and two, and numbers of occurrences around half of the length, where vectors turn dense.
    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (int length in new[] { 0, 1, 2, 3, 9, 40, 255, 256, 257, 1_000, 65_537, 1_000_000 })
        {
            foreach (int occurrences in new[] { 0, 1, 2, 19, 21, 64, 65, 126, 127, 128, 500 })
            {
                if (length > 0 || occurrences == 0)
                    sizes.Add(length, occurrences);
            }
        }
        return sizes;
    }

    [Theory, MemberData(nameof(Sizes))]
    public void A_vector_is_the_one_that_a_builder_makes(int length, int occurrences)
    {
        var random = new Random((length * 1_000) + occurrences);
        var counter = new SlotCounter();
        var builder = new VectorBuilder();
        VBuffer<float> counted = default;
        VBuffer<float> built = default;
        for (int repetition = 0; repetition < 3; repetition++)
        {
            int[] slots = Enumerable.Range(0, occurrences).Select(_ => random.Next(length)).ToArray();
            counter.Reset(length);
            builder.Reset(length);
            foreach (int slot in slots)
            {
                counter.Add(slot);
                builder.Add(slot, 1);
            }
            counter.CopyTo(ref counted);
            builder.CopyTo(ref built);

            Assert.Equal(built.IsDense, counted.IsDense);
            Assert.Equal(built.GetIndices(), counted.GetIndices());
            Assert.Equal(built.GetValues(), counted.GetValues());
            Assert.Equal(
                slots.CountBy(slot => slot).OrderBy(pair => pair.Key).Select(pair => KeyValuePair.Create(pair.Key, (float)pair.Value)),
                counted.Items().Where(item => item.Value != 0));
        }
    }
}
