using System.Runtime.CompilerServices;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Attacks;
using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests.Children;

/// <summary>
/// Trains and scores while another thread collects garbage without a break, and drops sessions and scorers without disposing them. Writes
/// the number of collections, and of tensors at the end.
/// </summary>
internal static class UnderCollection
{
    private static volatile bool s_ends;

    /// <summary>Takes the number of rounds.</summary>
    public static void Run(string[] arguments)
    {
        FitOptions[] options = [AttackTraining.Options(AttackTraining.Direct), AttackTraining.Options(AttackTraining.Delayed)];
        float[][] expected = [.. Enumerable.Range(0, AttackTraining.Kinds).Select(kind => AttackTraining.Train(kind, options[kind % 2]))];
        Network network = new(AttackTraining.Spec, seed: 1);
        float[] scores = [.. network.Predict(AttackTraining.Data.Features, AttackTraining.Direct).SelectMany(row => row)];
        Thread collector = new(Collect);
        collector.Start();
        int before = GC.CollectionCount(2);
        for (int round = 0; round < int.Parse(arguments[0]); round++)
        {
            int kind = round % AttackTraining.Kinds;
            Assert.Equal(expected[kind], AttackTraining.Train(kind, options[kind % 2]));
            Assert.Equal(scores, ForgetScorer(network));
            ForgetSession(network, options[round % 2]);
        }

        int collections = GC.CollectionCount(2) - before;
        s_ends = true;
        collector.Join();
        AttackTraining.Collect();
        Console.WriteLine($"{collections} {torch.Tensor.TotalCount}");
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
