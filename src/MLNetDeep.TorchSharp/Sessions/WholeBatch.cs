using System.Runtime.ExceptionServices;
using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// The batch of a step that several processes share: gives layers sums over the rows of all processes, on the way forward and on the way back.
/// </summary>
/// <remarks>
/// All processes must ask for the same sums in the same order. On the way forward that is the order of the layers. On the way back, libtorch
/// computes the gradients of operations that were called later first, whichever branch they are in, and on one thread for each device: this is
/// the reverse order.
/// </remarks>
internal sealed class WholeBatch(IGradientExchange exchange)
{
    private readonly List<Tensor> _gradients = [];
    private ExceptionDispatchInfo? _error;

    /// <summary>The number of rows of the batch that this process has. If 0, it goes through the step with a row that does not count.</summary>
    public int Rows { get; private set; }

    /// <summary>Begins a step.</summary>
    /// <param name="rows">See <see cref="Rows"/>.</param>
    public void Begin(int rows) => Rows = rows;

    /// <summary>Replaces each number by its sum over the processes.</summary>
    public void Sum(Span<double> values) => exchange.Sum(values);

    /// <summary>Averages a tensor over the processes, with their rows as weights.</summary>
    /// <param name="values">The values of this process.</param>
    /// <param name="target">Receives the averages; a contiguous tensor of the same shape.</param>
    public void Average(Tensor values, Tensor target)
    {
        float[] floats = new float[target.numel()];
        double[] sums = new double[floats.Length + 1];
        if (Rows > 0)
        {
            TensorMemory.Read(values, floats);
            for (int i = 0; i < floats.Length; i++)
            {
                sums[i] = (double)floats[i] * Rows;
            }

            sums[^1] = Rows;
        }

        Sum(sums);
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)(sums[i] / sums[^1]);
        }

        TensorMemory.Write(target, floats);
    }

    /// <summary>Returns the same values, for which libtorch calls an action on the way back.</summary>
    /// <param name="values">The values.</param>
    /// <param name="change">
    /// Gets the gradient of the values, and returns the one to go on with. It may ask for sums. It may run on a thread of libtorch.
    /// </param>
    public Tensor OnBackward(Tensor values, Func<Tensor, Tensor> change) => GradientHook.Attach(values, gradient => Guard(change, gradient));

    /// <summary>Ends the way back.</summary>
    /// <exception cref="Exception">What an action has thrown.</exception>
    public void EndBackward()
    {
        _gradients.ForEach(gradient => gradient.Dispose());
        _gradients.Clear();
        ExceptionDispatchInfo? error = _error;
        _error = null;
        error?.Throw();
    }

    // An exception must not pass through libtorch, which would end the process. After one, nothing more is exchanged.
    private Tensor Guard(Func<Tensor, Tensor> change, Tensor gradient)
    {
        Tensor result = gradient;
        try
        {
            if (_error is null)
            {
                using DisposeScope scope = NewDisposeScope();
                result = change(gradient).Keep();
            }
        }
        catch (Exception error)
        {
            _error = ExceptionDispatchInfo.Capture(error);
        }

        // libtorch reads the result when this method has returned. A thread of libtorch has no scope that would dispose it later.
        if (!ReferenceEquals(result, gradient))
        {
            gradient.Dispose();
        }

        _gradients.Add(result.Keep());
        return result;
    }
}
