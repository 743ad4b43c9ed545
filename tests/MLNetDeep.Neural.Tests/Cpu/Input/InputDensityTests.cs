using MLNetDeep.Neural.Cpu;

namespace MLNetDeep.Neural.Tests.Cpu.Input;

public class InputDensityTests
{
    // 9 columns: rows are compressed with at most 3 nonzero values in the mean.
    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void A_new_matrix_is_measured(int nonzeros, bool isSparse) =>
        Assert.Equal(isSparse, new InputDensity(9).IsSparse(Rows(nonzeros), [0, 1]));

    [Fact]
    public void A_compressed_batch_decides_the_form_of_the_next()
    {
        InputDensity density = new(9);
        FeatureMatrix sparse = Rows(1);
        Assert.True(density.IsSparse(sparse, [0]));
        density.Update(nonzeros: 8, rows: 2, width: 9);
        Assert.False(density.IsSparse(sparse, [0]));
    }

    // The matrix is the same, so only the 16th full batch is measured again.
    [Fact]
    public void Full_batches_are_measured_now_and_then()
    {
        InputDensity density = new(9);
        FeatureMatrix sparse = Rows(1);
        density.IsSparse(sparse, [0]);
        density.Update(nonzeros: 9, rows: 1, width: 9);
        for (int batch = 1; batch < 16; batch++)
        {
            Assert.False(density.IsSparse(sparse, [0]));
        }

        Assert.True(density.IsSparse(sparse, [0]));
    }

    private static DenseFeatures Rows(int nonzeros) =>
        new(Enumerable.Range(0, 18).Select(i => i % 9 < nonzeros ? 1f : 0).ToArray(), 9);
}
