using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>
/// The workload fit-to-92, measured from the start to the exit of the process: loads the digits, trains softmax regression to a test
/// accuracy of 92% and saves the weights.
/// </summary>
internal static class FitTo92Percent
{
    private const double RequiredAccuracy = 0.92;
    private const int BatchSize = 50;

    // The smallest number of mini-batches, in steps of 50, with which the model reaches the accuracy.
    private const int Iterations = 700;

    /// <summary>Trains and saves the model. Returns the exit code: 0 if the model reaches the required accuracy, otherwise 1.</summary>
    public static int Run(int threads, string modelFile)
    {
        set_num_threads(threads);
        manual_seed(1);
        (Tensor inputs, Tensor targets) = Tensors.LoadTrainingDigits();
        using Module<Tensor, Tensor> model = Linear(784, 10);
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), 0.01);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, Iterations);
        using Tensor order = randperm(inputs.shape[0]);
        for (int step = 0; step < Iterations; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = order.narrow(0, (long)step * BatchSize, BatchSize);
            Tensor loss = functional.cross_entropy(model.forward(inputs.index_select(0, rows)), targets.index_select(0, rows));
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            schedule.step();
        }

        double accuracy = Accuracy(model);
        model.save(modelFile);
        Console.WriteLine($"The accuracy is {accuracy}.");
        return accuracy >= RequiredAccuracy ? 0 : 1;
    }

    private static double Accuracy(Module<Tensor, Tensor> model)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        (Tensor inputs, Tensor targets) = Tensors.LoadTestDigits();
        return model.forward(inputs).argmax(1).eq(targets).to(float64).mean().item<double>();
    }
}
