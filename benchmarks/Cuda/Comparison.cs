using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp;
using TorchSharp;

namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>
/// Trains a network of 784 inputs, two hidden layers of ReLU units and 10 outputs with Adam on the digits: with the CPU backend, with the
/// TorchSharp backend on a device, and with TorchSharp alone on the device. The last two run in turn.
/// </summary>
/// <param name="device">The index of the CUDA device; null for the CPU, with one thread.</param>
/// <param name="units">The units of each hidden layer.</param>
/// <param name="batchSize">The rows of a mini-batch.</param>
/// <param name="rows">The number of digits.</param>
/// <param name="epochs">The epochs of a training; the fastest counts.</param>
/// <param name="rounds">The trainings of each program on the device.</param>
/// <param name="tf32">Whether products on the device may round their inputs to TF32.</param>
internal sealed class Comparison(int? device, int units, int batchSize, int rows, int epochs, int rounds, bool tf32)
{
    /// <summary>Measures and writes the table.</summary>
    public void Run(TextWriter output)
    {
        string name = device is null ? "cpu" : $"cuda:{device}";
        if (device is null)
        {
            torch.set_num_threads(1);
        }
        else
        {
            torch.backends.cuda.matmul.allow_tf32 = tf32;
        }

        FitOptions options = new() { BatchSize = batchSize, Epochs = epochs };
        FitOptions onDevice = options with
        {
            Backend = device is { } index ? TorchBackend.Cuda(index) with { AllowTf32 = tf32 } : TorchBackend.Cpu(1),
        };
        OurTraining ours = new(units, rows);
        using HandWrittenTraining handWritten = new(name, units, rows);

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Training 784-{units}-{units}-10, batch size {batchSize}, {rows:N0} rows, epochs: {epochs}."));
        TrainingRun onCpu = ours.Run(options);
        List<TrainingRun> oursOnDevice = [];
        List<TrainingRun> byHand = [];
        for (int round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"Round {round + 1} of {rounds} on {name}.");
            oursOnDevice.Add(ours.Run(onDevice));
            byHand.Add(handWritten.Run(epochs, batchSize));
        }

        (string Program, List<TrainingRun> Runs)[] programs =
        [
            ("MLNetDeep, CPU backend", [onCpu]),
            ($"MLNetDeep, TorchSharp backend on {name}", oursOnDevice),
            ($"TorchSharp by hand on {name}", byHand),
        ];
        double handSeconds = byHand.Min(run => run.BestSeconds);
        output.WriteLine(
            "| program | first epoch, s | fastest epoch, s | rows per second | times as fast as the CPU backend | seconds / TorchSharp's | accuracy |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string program, List<TrainingRun> runs) in programs)
        {
            TrainingRun best = runs.MinBy(run => run.BestSeconds)!;
            double seconds = best.BestSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {program} | {runs[0].Seconds[0]:F3} | {seconds:F3} | {rows / seconds:N0} | {onCpu.BestSeconds / seconds:F2} | {seconds / handSeconds:F3} | {best.Accuracy:F4} |"));
        }
    }
}
