using System.Collections.Concurrent;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>What the reference computes for a case. Computed once in a process, for all the backends that it tests.</summary>
/// <param name="Outputs">The outputs of all rows, in inference.</param>
/// <param name="LossInInference">The loss in inference.</param>
/// <param name="LossInTraining">The loss in training.</param>
/// <param name="GradientsInInference">The gradient of each parameter, in inference.</param>
/// <param name="GradientsInTraining">The gradient of each parameter, in training.</param>
internal sealed record ReferenceResults(
    double[] Outputs, double LossInInference, double LossInTraining, double[][] GradientsInInference, double[][] GradientsInTraining)
{
    private static readonly ConcurrentDictionary<(string Name, NetworkSpec Spec), Lazy<ReferenceResults>> s_results = new();

    /// <summary>Returns the results for a network with the weights of <see cref="TestNumbers"/>.</summary>
    /// <param name="name">The name of the case, which is unique among the cases with the same network.</param>
    /// <param name="spec">The network.</param>
    /// <param name="data">The rows.</param>
    /// <param name="loss">The loss.</param>
    public static ReferenceResults For(string name, NetworkSpec spec, TrainingData data, LossSpec loss) =>
        s_results.GetOrAdd((name, spec), _ => new Lazy<ReferenceResults>(() => Compute(spec, data, loss))).Value;

    private static ReferenceResults Compute(NetworkSpec spec, TrainingData data, LossSpec loss)
    {
        ReferenceModel reference = new(spec);
        double[][] values = ReferenceModel.ToDoubles(TestNumbers.Weights(spec));
        double[][] outputs = reference.Outputs(
            values, ReferenceModel.Rows(data.Features), training: false, ReferenceModel.Lengths(data.Features));
        double lossInInference = reference.Loss(loss, values, data, training: false);
        double lossInTraining = reference.Loss(loss, values, data, training: true);
        double[][] gradients = reference.Gradient(loss, values, data, training: false);

        // Networks that compute the same in training have the same gradients, and differences of losses take most of the time.
        double[][] gradientsInTraining = lossInTraining == lossInInference ? gradients : reference.Gradient(loss, values, data, training: true);
        return new([.. outputs.SelectMany(row => row)], lossInInference, lossInTraining, gradients, gradientsInTraining);
    }
}
