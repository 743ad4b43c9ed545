using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class TrainOnBatchTests
{
    private const double Rate = 0.1;
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-7;

    // One weight w from 0, no bias, x = 1 with class 1 and weight 2, and x = 2 with class 0 and weight 1. The mean gradient is
    // (2 (s(w) - 1) + 2 s(2w)) / 2, with s the sigmoid. Adam's formulas then give w after each step.
    [Fact]
    public void Equal_options_in_new_objects_continue_the_training()
    {
        Network network = new(
            new NetworkSpec([1], [new Dense(1, Activation.Sigmoid, useBias: false)]), [new NamedTensor("0.weight", [1, 1], [0])]);
        TrainingData batch = new(DenseFeatures.FromRows([[1], [2]]), new[] { 1, 0 });
        double w = 0, m = 0, v = 0;
        for (int step = 1; step <= 5; step++)
        {
            double gradient = Sigmoid(w) - 1 + Sigmoid(2 * w);
            m = (Beta1 * m) + ((1 - Beta1) * gradient);
            v = (Beta2 * v) + ((1 - Beta2) * gradient * gradient);
            w -= Rate * (m / (1 - Math.Pow(Beta1, step))) / (Math.Sqrt(v / (1 - Math.Pow(Beta2, step))) + Epsilon);
            network.TrainOnBatch(batch, new FitOptions
            {
                Optimizer = new Adam(Rate), ClassWeights = [1, 2], Callbacks = [], Loss = new BinaryCrossEntropy(),
            });
            Assert.Equal(w, network.GetWeights()[0].Values[0], 1e-5);
        }

        static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));
    }

    [Fact]
    public void Other_options_begin_a_new_training()
    {
        TrainingData batch = Samples.Separable(32, 20, 5);
        FitOptions first = new() { ClassWeights = [1, 2] }, second = new() { ClassWeights = [1, 2, 1] };
        Network together = new(Samples.Mlp()), apart = new(Samples.Mlp());
        together.TrainOnBatch(batch, first);
        together.TrainOnBatch(batch, second);
        apart.TrainOnBatch(batch, first);
        Network next = new(apart.Spec, apart.GetWeights());
        next.TrainOnBatch(batch, second);
        Close.SameBits(next.GetWeights(), together.GetWeights());
    }
}
