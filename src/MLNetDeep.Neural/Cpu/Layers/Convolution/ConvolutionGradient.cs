using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The backward pass of a convolution. With g = dL/dy · f': dL/dW is the sum of p gᵀ over all patches p of all rows, dL/db the sum of g,
/// and dL/dx the sum of Wᵀ g at the place of each patch.
/// </summary>
/// <remarks>
/// The rows of a batch are divided into parts, and each part has sums of its own, which are added in order at the end. The parts follow
/// from the shapes alone, so the result does not depend on the number of threads.
/// </remarks>
internal sealed unsafe class ConvolutionGradient
{
    // Clearing and adding up the sums of a part takes as long as the gradients of a few rows.
    private const int RowsPerPart = 8;
    private const int WantedParts = 8;
    private const int MaxParts = 32;

    // The largest number of floats for the sums of all parts. There are at least MinParts, even if those take more.
    private const int MaxSums = 1 << 22;
    private const int MinParts = 4;

    private readonly ConvolutionLayer _layer;
    private readonly ConvolutionWeights _weights;
    private readonly PatchGradients _gradients;
    private readonly int _filters;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly PaddedPictures? _padded;
    private readonly Action<int> _computePart;
    private readonly Action<int> _update;

    // For each part: the sums for the weights, then those for the biases.
    private readonly int _partStride;
    private AlignedBuffer? _sums;
    private int _rows;
    private int _parts;
    private Activations? _inputGradient;
    private CpuUpdate? _currentUpdate;

    public ConvolutionGradient(
        ConvolutionLayer layer, ConvolutionWeights weights, PatchGradients gradients, ConvolutionTables tables, LayerContext context)
    {
        _layer = layer;
        _weights = weights;
        _gradients = gradients;
        _filters = tables.Shape.OutputChannels;
        _kernels = context.Kernels;
        _team = context.Team;
        _padded = PaddedPictures.AreNeeded(tables) ? new PaddedPictures(tables, _team.Size) : null;
        _partStride = gradients.SumsLength + AlignedBuffer.Pad(_filters);
        _computePart = ComputePart;
        _update = Update;
    }

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        long length = (long)CountParts(rows) * _partStride;
        if (_sums is null || _sums.Length < length)
        {
            _sums = new AlignedBuffer(length);
        }
    }

    /// <summary>Computes the gradient of the input, if it is wanted, and updates the parameters.</summary>
    public void Compute(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        _parts = CountParts(rows);
        _inputGradient = inputGradient;
        _currentUpdate = update;
        if (inputGradient is not null)
        {
            _gradients.PrepareInputs();
        }

        _team.Run(_parts, _layer.WorkFor(rows), _computePart);
        if (_weights.AreTrained)
        {
            _team.Run(_gradients.UpdateCount, (long)_parts * _partStride, _update);
        }
    }

    private int CountParts(int rows)
    {
        int wanted = Math.Clamp(rows / RowsPerPart, WantedParts, MaxParts);
        return Math.Min(rows, Math.Min(wanted, Math.Max(MinParts, MaxSums / _partStride)));
    }

    private void ComputePart(int part)
    {
        float* sums = _sums!.Pointer + ((nint)part * _partStride);
        if (_weights.AreTrained)
        {
            new Span<float>(sums, _partStride).Clear();
        }

        int end = (int)((long)_rows * (part + 1) / _parts);
        for (int row = (int)((long)_rows * part / _parts); row < end; row++)
        {
            float* state = _gradients.Begin(row, _inputGradient is not null);
            if (_weights.AreTrained)
            {
                _gradients.AddToWeights(row, state, _layer.Picture(row), sums);
            }

            if (_weights.HasTrainedBias)
            {
                // With pooling, those of the maxima suffice, since the others are 0.
                float* output = _layer.OutputGradient.Pointer + ((nint)row * _layer.OutputGradient.Stride);
                _kernels.AddRows(output, _layer.OutputGradient.Columns / _filters, _filters, sums + _gradients.SumsLength);
            }

            if (_inputGradient is not null)
            {
                ComputeInputGradient(row, state);
            }
        }
    }

    private void ComputeInputGradient(int row, float* state)
    {
        float* result = _inputGradient!.Pointer + ((nint)row * _inputGradient.Stride);
        if (_gradients.TryComputeInput(state, result))
        {
            return;
        }

        if (_padded is null)
        {
            new Span<float>(result, _inputGradient.Columns).Clear();
            _gradients.AddToInput(state, result);
        }
        else
        {
            _gradients.AddToInput(state, _padded.Clear());
            _padded.Extract(result);
        }
    }

    private void Update(int index)
    {
        _gradients.Update(index, new PartialSums(_sums!.Pointer, _parts, _partStride), _currentUpdate!);
        if (index == 0 && _weights.HasTrainedBias)
        {
            PartialSums biases = new(_sums.Pointer + _gradients.SumsLength, _parts, _partStride);
            biases.AddUp(0, AlignedBuffer.Pad(_filters));
            _weights.UpdateBias(biases.Pointer, _currentUpdate!, _kernels);
        }
    }
}
