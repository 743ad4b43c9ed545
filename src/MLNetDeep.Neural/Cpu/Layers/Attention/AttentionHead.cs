using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Computes one head of an attention over one row. Each thread has an instance, with memory of its own. The weights a = softmax(q kᵀ · scale)
/// of a row are computed again in the backward pass: to keep them would take memory that grows with the square of the time.
/// </summary>
/// <param name="time">The number of positions of a full row.</param>
/// <param name="size">The number of values of a query, a key or a value.</param>
/// <param name="isCausal">Whether a position sees only itself and the positions before it.</param>
/// <param name="kernels">The kernels.</param>
internal sealed unsafe class AttentionHead(int time, int size, bool isCausal, KernelSet kernels)
{
    private readonly int _stride = AlignedBuffer.Pad(time);
    private readonly float _scale = (float)(1 / Math.Sqrt(size));
    private readonly AlignedBuffer _transposed = new((long)size * AlignedBuffer.Pad(time));
    private readonly AlignedBuffer _weights = new((long)time * AlignedBuffer.Pad(time));
    private readonly AlignedBuffer _zeros = new(Math.Max(AlignedBuffer.Pad(time), AlignedBuffer.Pad(size)));
    private AlignedBuffer? _masks;
    private AlignedBuffer? _masked;
    private AlignedBuffer? _gradients;

    /// <summary>Allocates memory for training.</summary>
    public void EnsureTraining(bool hasDropout)
    {
        long length = (long)time * _stride;
        _gradients ??= new AlignedBuffer(length);
        if (hasDropout)
        {
            _masks ??= new AlignedBuffer(length);
            _masked ??= new AlignedBuffer(length);
        }
    }

    /// <summary>Computes the head's output a v for each position.</summary>
    /// <param name="row">The queries, keys and values of the row.</param>
    /// <param name="masks">The dropout of the weights; none outside training.</param>
    /// <param name="results">Receives the outputs.</param>
    /// <param name="resultStride">The distance between the outputs of two positions, in floats.</param>
    public void Forward(in AttentionRow row, in AttentionMasks masks, float* results, nint resultStride)
    {
        ComputeWeights(row);
        float* weights = ApplyMasks(masks, _weights.Pointer, row.Length);
        Multiply(weights, _stride, 1, row.Values, row.Stride, row.Length, results, resultStride, row.Length, AlignedBuffer.Pad(size));
    }

    /// <summary>Computes the gradients of the queries, keys and values.</summary>
    /// <param name="row">The queries, keys and values of the row.</param>
    /// <param name="masks">The dropout of the weights in the forward pass.</param>
    /// <param name="gradients">The gradients of the head's outputs.</param>
    /// <param name="gradientStride">The distance between the gradients of two positions, in floats.</param>
    /// <param name="results">Receives the gradients, laid out as <paramref name="row"/>.</param>
    public void Backward(in AttentionRow row, in AttentionMasks masks, float* gradients, nint gradientStride, in AttentionRow results)
    {
        int length = row.Length, width = AlignedBuffer.Pad(size);
        ComputeWeights(row);
        float* weights = ApplyMasks(masks, _weights.Pointer, length);
        float* sums = _gradients!.Pointer;

        // dL/dv = aᵀ g and dL/da = g vᵀ.
        Multiply(weights, 1, _stride, gradients, gradientStride, length, results.Values, row.Stride, length, width);
        Transposition.Run(row.Values, row.Stride, size, _transposed.Pointer, _stride, 0, length);
        Multiply(gradients, gradientStride, 1, _transposed.Pointer, _stride, size, sums, _stride, length, AlignedBuffer.Pad(length));
        for (int i = 0; i < length; i++)
        {
            SoftmaxGradient(i, masks, length);
        }

        // With s = q kᵀ · scale: dL/dq = dL/ds k · scale and dL/dk = dL/dsᵀ q · scale. The scale is in the sums.
        Multiply(sums, _stride, 1, row.Keys, row.Stride, length, results.Queries, row.Stride, length, width);
        Multiply(sums, 1, _stride, row.Queries, row.Stride, length, results.Keys, row.Stride, length, width);
    }

    // The number of positions that a position sees: they are the first ones.
    private int CountFor(int position, int length) => isCausal ? Math.Min(position + 1, length) : length;

    private void ComputeWeights(in AttentionRow row)
    {
        int length = row.Length, width = AlignedBuffer.Pad(length);
        Transposition.Run(row.Keys, row.Stride, size, _transposed.Pointer, _stride, 0, length);
        Multiply(row.Queries, row.Stride, 1, _transposed.Pointer, _stride, size, _weights.Pointer, _stride, length, width);
        for (int i = 0; i < length; i++)
        {
            int count = CountFor(i, length);
            float* weights = _weights.Pointer + ((nint)i * _stride);
            kernels.Scale(weights, _scale, AlignedBuffer.Pad(count));
            kernels.Softmax(weights, count);
            new Span<float>(weights + count, width - count).Clear();
        }
    }

    // Draws the masks of all positions and returns the masked weights; the weights themselves if there are no masks.
    private float* ApplyMasks(in AttentionMasks masks, float* weights, int length)
    {
        if (!masks.IsActive)
        {
            return weights;
        }

        for (int i = 0; i < length; i++)
        {
            nint offset = (nint)i * _stride;
            masks.Draw(i, _masks!.Pointer + offset, _stride);
            kernels.Multiply(weights + offset, _masks.Pointer + offset, _masked!.Pointer + offset, AlignedBuffer.Pad(length));
        }

        return _masked!.Pointer;
    }

    // Replaces the gradient of the weights of a position by that of the products q kᵀ: a (g - Σ a g) · scale.
    private void SoftmaxGradient(int position, in AttentionMasks masks, int length)
    {
        int count = CountFor(position, length);
        nint offset = (nint)position * _stride;
        Span<float> gradient = new(_gradients!.Pointer + offset, count);
        ReadOnlySpan<float> weights = new(_weights.Pointer + offset, count);
        if (masks.IsActive)
        {
            TensorPrimitives.Multiply(gradient, new ReadOnlySpan<float>(_masks!.Pointer + offset, count), gradient);
        }

        float mean = TensorPrimitives.Dot(gradient, weights);
        TensorPrimitives.Subtract(gradient, mean, gradient);
        TensorPrimitives.Multiply(gradient, weights, gradient);
        TensorPrimitives.Multiply(gradient, _scale, gradient);
        new Span<float>(_gradients.Pointer + offset + count, AlignedBuffer.Pad(length) - count).Clear();
    }

    private void Multiply(
        float* left, nint leftStride, nint leftDepthStride, float* right, nint rightStride, int depth,
        float* result, nint resultStride, int rows, int columns)
    {
        DenseProduct product = new()
        {
            Left = left,
            LeftRowStride = leftStride,
            LeftDepthStride = leftDepthStride,
            Right = right,
            RightStride = rightStride,
            ResultStride = resultStride,
            Depth = depth,
        };
        kernels.Forward(product, _zeros.Pointer, ActivationFunction.Linear, result, new Tile(0, rows, 0, columns));
    }
}
