using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp;
using TorchSharp;

namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>
/// Trains a network of 784 inputs, two hidden layers of ReLU units and 10 outputs with Adam on the digits: with the CPU backend, with the
/// TorchSharp backend on a device, and with TorchSharp alone on the device. The last two run in turn.
/// </summary>
internal sealed class Comparison(string device, int units, int batchSize, int rows, int epochs, int rounds, bool tf32)
{
    /// <summary>Measures and writes the table.</summary>
    public void Run(TextWriter output)
    {
        torch.backends.cuda.matmul.allow_tf32 = tf32;
        FitOptions options = new() { BatchSize = batchSize, Epochs = epochs };
        FitOptions onDevice = options with { Backend = Backend() };
        OurTraining ours = new(units, rows);
        using HandWrittenTraining handWritten = new(device, units, rows);

        Console.Error.WriteLine($"Training 784-{units}-{units}-10, batch size {batchSize}, {rows:N0} rows, {epochs} epochs.");
        TrainingRun onCpu = ours.Run(options);
        List<TrainingRun> oursOnDevice = [];
        List<TrainingRun> byHand = [];
        for (int round = 0; round < rounds; round++)
        {
            Console.Error.WriteLine($"Round {round + 1} of {rounds} on {device}.");
            oursOnDevice.Add(ours.Run(onDevice));
            byHand.Add(handWritten.Run(epochs, batchSize));
        }

        TrainingRun best = oursOnDevice.MinBy(run => run.BestSeconds)!;
        TrainingRun bestByHand = byHand.MinBy(run => run.BestSeconds)!;
        output.WriteLine("| program | first epoch, s | fastest epoch, s | rows per second | CPU backend's seconds / these | these / TorchSharp's | accuracy |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach ((string program, double first, TrainingRun run) in new[]
        {
            ("MLNetDeep, CPU backend", onCpu.Seconds[0], onCpu),
            ($"MLNetDeep, TorchSharp backend on {device}", oursOnDevice[0].Seconds[0], best),
            ($"TorchSharp by hand on {device}", byHand[0].Seconds[0], bestByHand),
        })
        {
            double seconds = run.BestSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {program} | {first:F3} | {seconds:F3} | {rows / seconds:N0} | {onCpu.BestSeconds / seconds:F2} | {seconds / bestByHand.BestSeconds:F3} | {run.Accuracy:F4} |"));
        }
    }

    private TorchBackend Backend()
    {
        torch.Device where = torch.device(device);
        return where.type == DeviceType.CUDA ? TorchBackend.Cuda(Math.Max(0, where.index)) with { AllowTf32 = tf32 } : TorchBackend.Cpu();
    }
}
