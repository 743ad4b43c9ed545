using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Cpu.Layers;

public class DenseLayerTests
{
    // The second layer skips inputs that are 0, of a single row only. 150 inputs and 130 units are enough weights for that.
    [Fact]
    public void A_single_row_has_the_bits_of_the_row_in_a_batch()
    {
        const int Rows = 5, Inputs = 20;
        NetworkSpec spec = new([Inputs], [new Dense(150, Activation.Relu), new Dense(130, Activation.Tanh), new Dense(3, Activation.Softmax)]);
        Network network = new(spec, seed: 1);
        float[] values = Samples.Floats(Rows * Inputs);
        float[][] batch = [.. network.Predict(new DenseFeatures(values, Inputs))];
        using Predictor predictor = network.CreatePredictor();
        float[] output = new float[3];
        for (int row = 0; row < Rows; row++)
        {
            predictor.Predict(values.AsSpan(row * Inputs, Inputs), output);
            Assert.Equal(batch[row], output);
        }
    }
}
