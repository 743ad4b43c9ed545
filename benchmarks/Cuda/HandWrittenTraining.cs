using System.Diagnostics;
using TorchSharp;
using TorchSharpPeer;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>Trains the same network with TorchSharp alone. The data are on the device from the start.</summary>
internal sealed class HandWrittenTraining : IDisposable
{
    private readonly Device _device;
    private readonly int _units;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private readonly Tensor _testInputs;
    private readonly Tensor _testTargets;

    public HandWrittenTraining(string deviceName, int units, int rows)
    {
        _device = device(deviceName);
        _units = units;
        using DisposeScope scope = NewDisposeScope();
        (Tensor inputs, Tensor targets) = Tensors.LoadTrainingDigits();
        (Tensor testInputs, Tensor testTargets) = Tensors.LoadTestDigits();
        _inputs = inputs.narrow(0, 0, rows).to(_device).MoveToOuterDisposeScope();
        _targets = targets.narrow(0, 0, rows).to(_device).MoveToOuterDisposeScope();
        _testInputs = testInputs.to(_device).MoveToOuterDisposeScope();
        _testTargets = testTargets.to(_device).MoveToOuterDisposeScope();
    }

    /// <summary>Trains a new model.</summary>
    public TrainingRun Run(int epochs, int batchSize)
    {
        using Module<Tensor, Tensor> model =
            Sequential(Linear(784, _units), ReLU(), Linear(_units, _units), ReLU(), Linear(_units, 10)).to(_device);
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), eps: 1e-7);
        double[] seconds = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            Training.Train(model, optimizer, _inputs, _targets, batchSize);
            if (_device.type == DeviceType.CUDA)
            {
                cuda.synchronize();
            }

            seconds[epoch] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return new TrainingRun(seconds, Accuracy(model));
    }

    public void Dispose()
    {
        _inputs.Dispose();
        _targets.Dispose();
        _testInputs.Dispose();
        _testTargets.Dispose();
    }

    private double Accuracy(Module<Tensor, Tensor> model)
    {
        model.eval();
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        return model.forward(_testInputs).argmax(1).eq(_testTargets).to(float64).mean().item<double>();
    }
}
