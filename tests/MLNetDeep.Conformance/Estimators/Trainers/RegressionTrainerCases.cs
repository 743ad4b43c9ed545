using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;

namespace MLNetDeep.Conformance;

public sealed class RegressionTrainerCases : EstimatorCases
{
    public override Type Estimator => typeof(NetworkTrainer);

    public override IEnumerable<EstimatorCase> Cases(MLContext ml)
    {
        NetworkSpec network = new([1], [new Dense(3, Activation.Tanh), new Dense(1)]);
        return
        [
            Case(ml, "linear regression", c => c.Regression.Trainers.LinearRegression()),
            Case(ml, "regression perceptron", c => c.Regression.Trainers.MultilayerPerceptron(hiddenUnits: [3])),
            Case(ml, "regression given network", c => c.Regression.Trainers.NeuralNetwork(network)),
        ];
    }

    private static EstimatorCase Case(MLContext ml, string name, Func<MLContext, IEstimator<ITransformer>> trainer)
    {
        Row[] rows = [new() { Features = [1], Label = 2 }, new() { Features = [3], Label = 4 }, new() { Features = [5], Label = 6 }];
        return new(name, trainer, ml.Data.LoadFromEnumerable(rows), WithoutInputColumn(ml), ml.Data.LoadFromEnumerable([new MistypedRow()]));
    }

    private sealed class Row
    {
        [VectorType(1)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
