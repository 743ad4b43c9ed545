using TorchSharp;
using static TorchSharp.torch;

namespace TorchSharpPeer;

/// <summary>A plain TorchSharp training loop. All data are in one tensor, on the device that the model is on.</summary>
internal static class Training
{
    /// <summary>
    /// Trains for one epoch in random order, or only for the first <paramref name="maxBatches"/> mini-batches of the epoch. One column of
    /// targets is a probability, whole numbers are classes.
    /// </summary>
    public static void Train(
        nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor inputs, Tensor targets, int batchSize, int maxBatches = int.MaxValue)
    {
        model.train();
        long rowCount = inputs.shape[0];
        bool isBinary = targets.dim() == 2;
        using Tensor order = randperm(rowCount, device: inputs.device);
        long end = Math.Min(rowCount, (long)maxBatches * batchSize);
        for (long start = 0; start < end; start += batchSize)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor rows = order.narrow(0, start, Math.Min(batchSize, rowCount - start));
            Tensor output = model.forward(inputs.index_select(0, rows));
            Tensor expected = targets.index_select(0, rows);
            Tensor loss = isBinary
                ? nn.functional.binary_cross_entropy_with_logits(output, expected)
                : nn.functional.cross_entropy(output, expected);
            Step(optimizer, loss);
        }
    }

    /// <summary>Trains a regression for some steps on all rows at once.</summary>
    public static void TrainOnAllRows(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor inputs, Tensor targets, int steps)
    {
        model.train();
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            Step(optimizer, nn.functional.mse_loss(model.forward(inputs), targets));
        }
    }

    private static void Step(optim.Optimizer optimizer, Tensor loss)
    {
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
    }
}
