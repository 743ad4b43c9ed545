using System.Runtime.Intrinsics.X86;
using Microsoft.ML;
using Microsoft.ML.Data;
using static Microsoft.ML.Transforms.LpNormNormalizingEstimatorBase;

namespace EmbeddedML.Tests.Data.Transforms;

/// <summary>The order in which norms are added up, which shows in the last bits. The values were recorded from Microsoft.ML 5.0.0.</summary>
public class VectorNormTests
{
    // The sum from which the mean is made starts with the last slot: else nothing of -7.25 would be left beside the others.
    [Fact]
    public void A_mean_of_few_slots_is_added_up_from_the_last_one()
        => Assert.Equal([-4.833333f, -1e20f, 1e20f], Normalize([-7.25f, -1e20f, 1e20f], NormFunction.L2, ensureZeroMean: true));

    // A hash of the bits of 20 vectors of 37 slots.
    [Theory]
    [InlineData(NormFunction.L2, 0xfe4a8480)]
    [InlineData(NormFunction.L1, 0xc029e5dd)]
    public void Norms_of_many_slots_have_the_recorded_bits(NormFunction norm, uint expected)
    {
        Assert.SkipUnless(Fma.IsSupported, "The values were recorded on a machine with fused multiplication and addition.");
        var random = new Random(37);
        uint hash = 2166136261;
        for (int i = 0; i < 20; i++)
        {
            float[] slots = [.. Enumerable.Range(0, 37).Select(_ => (float)((random.NextDouble() * 10) - 5))];
            foreach (float slot in Normalize(slots, norm, ensureZeroMean: false))
                hash = (hash ^ BitConverter.SingleToUInt32Bits(slot)) * 16777619;
        }
        Assert.Equal(expected, hash);
    }

    private static float[] Normalize(float[] slots, NormFunction norm, bool ensureZeroMean)
    {
        var ml = new MLContext(1);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["Slots"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, slots.Length);
        IDataView data = ml.Data.LoadFromEnumerable(new[] { new Row { Slots = slots } }, definition);
        return ml.Transforms.NormalizeLpNorm("Out", "Slots", norm, ensureZeroMean).Fit(data).Transform(data).GetColumn<float[]>("Out").Single();
    }

    private sealed class Row
    {
        public float[] Slots { get; set; } = [];
    }
}
