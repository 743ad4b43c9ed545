using System.Globalization;
using MLNetDeep.Faults.Kills;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MLNetDeep.Faults.Distributed;

/// <summary>A rank of <see cref="Victim.Training"/>, which mpirun starts and a test disturbs.</summary>
/// <remarks>Each rank writes its process's number; rank 0 writes the loss after each step, and the accuracy at the end.</remarks>
internal static class RankTraining
{
    public const string Argument = "--rank";

    /// <summary>Trains, from the checkpoint in the folder if there is one, with a checkpoint after each step.</summary>
    /// <param name="folder">The folder of the checkpoint and of the trained network.</param>
    /// <param name="pause">The time between two steps, in milliseconds.</param>
    public static int Run(string folder, string pause)
    {
        try
        {
            Train(folder, int.Parse(pause, CultureInfo.InvariantCulture));
            return 0;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 1;
        }
    }

    private static void Train(string folder, int pause)
    {
        MpiExchange world = MpiExchange.World;
        Console.WriteLine($"rank {world.Rank} is process {Environment.ProcessId}");
        string path = Path.Combine(folder, Victim.CheckpointFile);
        LambdaCallback log = new()
        {
            BatchEnd = (_, progress) =>
            {
                if (world.Rank == 0)
                {
                    long step = ((progress.Epoch - 1) * Victim.BatchesPerEpoch) + progress.Batch;
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {step} {progress.BatchResult.Loss:R}"));
                }

                Thread.Sleep(pause);
            },
        };
        bool resumes = File.Exists(path);
        Network network = Victim.CreateNetwork();
        TrainingHistory history = network.Fit(Victim.TrainingRows, Victim.Training with
        {
            GradientExchange = world,
            ResumeFrom = resumes ? TrainingCheckpoint.Load(path, world) : null,
            Callbacks = [log, new CheckpointSaver(path, everyBatches: 1)],
        });
        if (world.Rank == 0)
        {
            network.Save(Path.Combine(folder, Victim.NetworkFile));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy {history.Epochs[^1].Training.Accuracy:R}"));
        }
    }
}
