using System.Runtime.CompilerServices;
using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Attacks;
using Shared.Tests;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>
/// Trains and scores while another thread collects garbage without a break, and drops sessions and scorers without disposing them. Writes
/// the number of collections, and of tensors at the end.
/// </summary>
internal static class UnderCollection
{
    private static readonly TrainingData s_numbers = TestNumbers.RegressionData(40, AttackTraining.Columns, 2);

    private static volatile bool s_ends;

    /// <summary>Takes the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        FitOptions[] options = [AttackTraining.Options(AttackTraining.Direct), AttackTraining.Options(AttackTraining.Delayed)];
        Func<float[]>[] trainings =
        [
            .. Enumerable.Range(0, AttackTraining.Kinds).Select(kind => (Func<float[]>)(() => AttackTraining.Train(kind, options[kind % 2]))),
            .. Others().Select(other => (Func<float[]>)(() => Train(other.Spec, other.Options))),
        ];
        float[][] expected = [.. trainings.Select(training => training())];
        Network network = new(AttackTraining.Spec, seed: 1);
        float[] scores = [.. network.Predict(AttackTraining.Data.Features, AttackTraining.Direct).SelectMany(row => row)];
        // A failed check ends the process while the collector runs.
        Thread collector = new(Collect) { IsBackground = true };
        collector.Start();
        int before = GC.CollectionCount(2);
        for (int round = 0; round < int.Parse(arguments[0]); round++)
        {
            int training = round % trainings.Length;
            Assert.Equal(expected[training], trainings[training]());
            Assert.Equal(scores, ForgetScorer(network));
            ForgetSession(network, options[round % 2]);
        }

        int collections = GC.CollectionCount(2) - before;
        s_ends = true;
        collector.Join();
        AttackTraining.Collect();
        Console.WriteLine($"{collections} {torch.Tensor.TotalCount}");
    }

    // Trainings with each optimizer, loss of numbers and activation.
    private static IEnumerable<(NetworkSpec Spec, FitOptions Options)> Others()
    {
        Activation[] activations =
        [
            new LeakyRelu(), new Elu(), new Gelu(Approximate: true), Activation.Softplus, Activation.Tanh, Activation.Sigmoid, Activation.Gelu,
        ];
        OptimizerSpec[] optimizers =
        [
            new Sgd(0.01, 0.9), new Sgd(0.01, 0.9, nesterov: true), new RmsProp(momentum: 0.9, centered: true), new Adagrad(0.01), new Adadelta(1),
            new AdamW(0.01) { ClipValue = 0.1 }, new Sgd(0.01),
        ];
        LossSpec[] losses = [new MeanSquaredError(), new Huber(), new MeanAbsoluteError(), new MeanSquaredLogarithmicError()];
        for (int i = 0; i < activations.Length; i++)
        {
            NetworkSpec spec = new(
                [AttackTraining.Columns], [new Dense(9, activations[i], kernelRegularizer: new(0.01, 0.01)), new Dense(2, Activation.Softplus)]);
            FitOptions options = new()
            {
                Epochs = 3, BatchSize = 13, Threads = 1, Optimizer = optimizers[i], Loss = losses[i % losses.Length],
                Backend = AttackTraining.Backend(delayed: i % 2 == 1),
            };
            yield return (spec, options);
        }

        // With an exchange, a function of this library is called by libtorch on the way back.
        NetworkSpec normalized = new([AttackTraining.Columns], [new Dense(4), new BatchNormalization(), new Dense(2)]);
        yield return (
            normalized,
            new FitOptions
            {
                Epochs = 2, BatchSize = 13, Threads = 1, Backend = AttackTraining.Direct, GradientExchange = InProcessExchange.Create(1)[0],
            });

        // The last batch has one row.
        yield return (
            new([AttackTraining.Columns], [new Dense(4), new BatchNormalization(), new Dense(1, Activation.Sigmoid)]),
            new FitOptions { Epochs = 2, BatchSize = 3, Threads = 1, Loss = new BinaryCrossEntropy(0.1), Backend = AttackTraining.Direct });
    }

    private static float[] Train(NetworkSpec spec, FitOptions options)
    {
        Network network = new(spec, seed: 1);
        TrainingData data = spec.OutputSize == 1
            ? new TrainingData(s_numbers.Features, new DenseTargets(Enumerable.Range(0, 40).Select(row => row % 2f).ToArray()))
            : s_numbers;
        network.Fit(data, options);
        return AttackTraining.Weights(network);
    }

    private static void Collect()
    {
        while (!s_ends)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static float[] ForgetScorer(Network network)
    {
        float[] outputs = new float[AttackTraining.Rows * AttackTraining.Classes];
        AttackTraining.Direct.CreateScorer(network.Spec, network.GetWeights(), new ScorerOptions { Threads = 1 })
            .Predict(AttackTraining.Data.Features, outputs);
        return outputs;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ForgetSession(Network network, FitOptions options)
    {
        ITrainingSession session = options.Backend.CreateSession(network.Spec, network.GetWeights(), options);
        session.PrepareData(AttackTraining.Data);
        if (session.ResultDelay > 0)
        {
            session.BeginStep(AttackTraining.Data, [1, 2, 3]);
            Assert.True(double.IsFinite(session.EndStep().Loss));
        }
        else
        {
            Assert.True(double.IsFinite(session.Step(AttackTraining.Data, [1, 2, 3]).Loss));
        }
    }
}
