using MLNetDeep.Neural.Cpu;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Losses;

/// <summary>The mean squared error of several outputs, against the formula in doubles: equal bits.</summary>
public unsafe class RegressionCpuLossTests
{
    private const int Rows = 5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(20)]
    public void Squares_are_those_of_the_formula(int columns)
    {
        float[] outputs = Samples.Floats(Rows * columns);
        float[] targets = Samples.Floats(Rows * columns, key: 2);
        float[] weights = [1, 2, 0.5f, 3, 0];
        Activations output = new([columns]), gradient = new([columns]);
        output.EnsureRows(Rows);
        gradient.EnsureRows(Rows);
        double loss = 0, errors = 0;
        float[] expected = new float[Rows * columns];
        for (int row = 0; row < Rows; row++)
        {
            double sum = 0, error = 0;
            for (int i = 0; i < columns; i++)
            {
                output.Pointer[(row * output.Stride) + i] = outputs[(row * columns) + i];
                double difference = (double)outputs[(row * columns) + i] - targets[(row * columns) + i];
                sum += difference * difference;
                error += Math.Abs(difference);
                expected[(row * columns) + i] = (float)(weights[row] / Rows * (2 * difference) / columns);
            }

            loss += sum / columns * weights[row];
            errors += error / columns;
        }

        TrainingData data = new(new DenseFeatures(new float[Rows], 1), new DenseTargets(targets, columns), weights);
        EvaluationResult result = CpuLoss.For(new MeanSquaredError(), ThreadTeam.CallerOnly, [])
            .Compute(data, [0, 1, 2, 3, 4], output, gradient, training: true);
        Assert.Equal(loss, result.LossSum);
        Assert.Equal(errors, result.AbsoluteErrorSum);
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < gradient.Stride; i++)
            {
                Assert.Equal(i < columns ? expected[(row * columns) + i] : 0, gradient.Pointer[(row * gradient.Stride) + i]);
            }
        }
    }
}
