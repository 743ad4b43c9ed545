using System.Collections.Concurrent;
using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>The weights of the reference after each step of a training. Computed once in a process, for all the backends that it tests.</summary>
internal static class ReferenceTrajectory
{
    private static readonly ConcurrentDictionary<(string Name, NetworkSpec Spec, OptimizerSpec Optimizer), Lazy<double[][][]>> s_trajectories = new();

    /// <summary>Trains a network with the weights of <see cref="TestNumbers"/>. Returns its weights after each step: [step][tensor][value].</summary>
    /// <param name="name">The name of the case, which is unique among the cases with the same network and optimizer.</param>
    /// <param name="spec">The network.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="createBatch">Returns the rows of a step, counted from 0.</param>
    /// <param name="classWeights">The weights of the classes; null for 1.</param>
    public static double[][][] For(
        string name,
        NetworkSpec spec,
        OptimizerSpec optimizer,
        LossSpec loss,
        int steps,
        Func<int, TrainingData> createBatch,
        IReadOnlyList<float>? classWeights = null)
    {
        return s_trajectories.GetOrAdd((name, spec, optimizer), _ => new Lazy<double[][][]>(Compute)).Value;

        double[][][] Compute()
        {
            ReferenceModel reference = new(spec);
            ReferenceOptimizer updates = new(optimizer);
            double[][] values = ReferenceModel.ToDoubles(TestNumbers.Weights(spec));
            double[][][] trajectory = new double[steps][][];
            for (int step = 0; step < steps; step++)
            {
                updates.Step(spec, values, reference.Gradient(loss, values, createBatch(step), training: true, classWeights));
                trajectory[step] = [.. values.Select(tensor => (double[])tensor.Clone())];
            }

            return trajectory;
        }
    }
}
