using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <content>The backward pass: through time for each tile, then the gradients of the weights as products over all steps.</content>
internal sealed unsafe partial class RecurrentDirection
{
    private Activations? _inputGradient;
    private bool _addsInputGradient;
    private RecurrentDirection? _other;

    /// <summary>Computes the gradient of the input, if it is wanted.</summary>
    /// <param name="inputGradient">Receives the gradient of the input; null if it is not needed.</param>
    /// <param name="adds">Whether to add to the gradient of the input that the other direction has stored.</param>
    /// <param name="other">The other direction of a bidirectional layer, or null.</param>
    public void Backward(Activations? inputGradient, bool adds, RecurrentDirection? other)
    {
        (_inputGradient, _addsInputGradient, _other) = (inputGradient, adds, other);
        _weights.BeginBackward(inputGradient is not null);
        _team.Run(TileCount, WorkFor(_rows.Count), _backwardTile);
    }

    /// <summary>Computes the gradients of the parameters, after <see cref="Backward"/>, and updates the parameters.</summary>
    public void Update(CpuUpdate update)
    {
        if (!_weights.Input.IsTrained)
        {
            return;
        }

        _gradients.Begin();
        for (int place = 0; place < _rows.Count; place++)
        {
            float* inputs = FirstInput(place, place, out nint stride);
            _gradients.Add(inputs, stride, _memory.ReadStates(place, 0), _memory.Gates(place, 0), _memory.StateGates(place, 0), _rows.LengthAt(place));
        }

        _gradients.Run(update, WorkFor(_rows.Count));
    }

    private void BackwardTile(int tile)
    {
        int first = tile * RowsPerTile;
        int end = Math.Min(first + RowsPerTile, _rows.Count);
        for (int place = first; place < end; place++)
        {
            ReadGradients(place);
        }

        int active = 0;
        for (int step = _rows.LengthAt(first) - 1; step >= 0; step--)
        {
            if (active > 0)
            {
                AddStateGradients(first, active, step);
            }

            while (first + active < end && _rows.LengthAt(first + active) > step)
            {
                active++;
            }

            RecurrentStep operands = Operands(first, active, step);
            operands.StateGradient = _memory.StateGradients(first, step);
            operands.StateGradientStride = _memory.StateGradientStride;
            operands.LastStateGradient = step > 0 ? _memory.StateGradients(first, step - 1) : null;
            operands.AddsLastGradient = _hasSequences;
            if (_cell == RecurrentCellKind.Lstm)
            {
                operands.CellGradient = _memory.CellGradients(first);
                operands.CellGradientStride = _weights.PaddedUnits;
            }

            _kernels.RecurrentBackward(_cell, operands, _state, _gate);
        }

        if (_inputGradient is not null)
        {
            for (int place = first; place < end; place++)
            {
                ComputeInputGradient(place);
            }
        }
    }

    private void ReadGradients(int place)
    {
        int row = _rows.RowAt(place);
        int length = _rows.LengthAt(place);
        if (_cell == RecurrentCellKind.Lstm)
        {
            new Span<float>(_memory.CellGradients(place), _weights.PaddedUnits).Clear();
        }

        for (int step = 0; step < (_hasSequences ? length : 1); step++)
        {
            int position = _flipsOutput && _hasSequences ? length - 1 - step : step;
            float* other = _output.NeedsOther ? _other!.StateAt(place, position) : null;
            _output.ReadGradient(row, position, other, _memory.StateGradients(place, step));
        }
    }

    // Adds the gradient of the state after a step that comes through the gates of the next step.
    private void AddStateGradients(int first, int rows, int step)
    {
        int units = _weights.PaddedUnits;
        bool masks = _memory.MasksStates;
        DenseProduct product = new()
        {
            Left = _memory.StateGates(first, step + 1),
            LeftRowStride = _memory.GatesStride,
            LeftDepthStride = 1,
            ResultStride = masks ? units : _memory.StateGradientStride,
            Depth = _weights.Stride,
        };
        float* gradients = _memory.StateGradients(first, step);
        float* scratch = masks ? _memory.Scratch() : null;
        for (int column = 0; column < units; column += Panel.Width)
        {
            product.Right = _weights.StateTransposed + Panel.Origin(column, _weights.Stride);
            product.RightStride = Panel.Stride(column, units);
            Tile tile = new(0, rows, column, Math.Min(column + Panel.Width, units));
            if (masks)
            {
                _kernels.Forward(product, _weights.Zeros, ActivationFunction.Linear, scratch, tile);
            }
            else
            {
                _kernels.Accumulate(product, gradients, tile);
            }
        }

        for (int i = 0; masks && i < rows; i++)
        {
            Span<float> sums = new(gradients + (i * _memory.StateGradientStride), units);
            TensorPrimitives.MultiplyAdd(
                new ReadOnlySpan<float>(scratch + ((nint)i * units), units), new ReadOnlySpan<float>(_memory.StateMask(first + i), units), sums, sums);
        }
    }

    private void ComputeInputGradient(int place)
    {
        int features = _weights.Features;
        int length = _rows.LengthAt(place);
        float* result = _inputGradient!.Pointer + ((nint)_rows.RowAt(place) * _inputGradient.Stride);
        if (length == 0)
        {
            return;
        }

        nint stride = _isReversed ? -features : features;
        float* firstResult = _isReversed ? result + ((nint)(length - 1) * features) : result;

        // Whole vectors would reach into the next time step unless its features begin at a cache line.
        if (features % AlignedBuffer.LineLength == 0 && !_memory.MasksInputs)
        {
            MultiplyByInputWeights(place, length, firstResult, stride, _addsInputGradient);
            return;
        }

        float* scratch = _memory.Scratch();
        MultiplyByInputWeights(place, length, scratch, _memory.PaddedFeatures, adds: false);
        for (int step = 0; step < length; step++)
        {
            Span<float> gradient = new(scratch + ((nint)step * _memory.PaddedFeatures), features);
            Span<float> destination = new(firstResult + (step * stride), features);
            if (_memory.MasksInputs)
            {
                TensorPrimitives.Multiply(gradient, new ReadOnlySpan<float>(_memory.InputMask(place), features), gradient);
            }

            if (_addsInputGradient)
            {
                TensorPrimitives.Add(destination, gradient, destination);
            }
            else
            {
                gradient.CopyTo(destination);
            }
        }
    }

    private void MultiplyByInputWeights(int place, int length, float* result, nint stride, bool adds)
    {
        DenseProduct product = new()
        {
            Left = _memory.Gates(place, 0),
            LeftRowStride = _weights.Stride,
            LeftDepthStride = 1,
            ResultStride = stride,
            Depth = _weights.Stride,
        };
        for (int column = 0; column < _memory.PaddedFeatures; column += Panel.Width)
        {
            product.Right = _weights.InputTransposed + Panel.Origin(column, _weights.Stride);
            product.RightStride = Panel.Stride(column, _memory.PaddedFeatures);
            Tile tile = new(0, length, column, Math.Min(column + Panel.Width, _memory.PaddedFeatures));
            if (adds)
            {
                _kernels.Accumulate(product, result, tile);
            }
            else
            {
                _kernels.Forward(product, _weights.Zeros, ActivationFunction.Linear, result, tile);
            }
        }
    }
}
