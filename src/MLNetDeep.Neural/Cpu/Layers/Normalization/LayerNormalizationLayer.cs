using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Layer normalization: y = γ x̂ + β with x̂ = (x - μ) / √(σ² + ε). With g = dL/dy and h = γ g, where mean is over the last axis:
/// dL/dx = (h - mean(h) - x̂ mean(h x̂)) / √(σ² + ε), dL/dγ = the sum of g x̂, dL/dβ = the sum of g over all rows and positions.
/// </summary>
internal sealed unsafe class LayerNormalizationLayer : CpuLayer
{
    // The last axis is split into tiles of so many columns for the gradients of γ and β. Each sum is over ascending rows, so it does not
    // depend on the number of threads.
    private const int ColumnsPerTile = 4 * AlignedBuffer.LineLength;

    private readonly LayerParameter? _gamma;
    private readonly LayerParameter? _beta;
    private readonly Activations _input;
    private readonly Activations _normalized;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _size;
    private readonly int _positions;
    private readonly double _epsilon;
    private readonly AlignedBuffer _gammaGradient;
    private readonly AlignedBuffer _betaGradient;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _inputGradientTile;
    private readonly Action<int> _parameterGradientTile;

    // 1 / √(σ² + ε) of each position of each row.
    private float[] _inverseDeviations = [];
    private int _rows;
    private Activations? _inputGradient;

    public LayerNormalizationLayer(LayerNormalization layer, LayerContext context)
        : base(context.OutputShape)
    {
        _gamma = context.FindParameter("weight");
        _beta = context.FindParameter("bias");
        _input = context.Input;
        _normalized = new Activations(context.OutputShape);
        _kernels = context.Kernels;
        _team = context.Team;
        _size = context.InputShape[^1];
        _positions = Output.Columns / _size;
        _epsilon = layer.Epsilon;
        _gammaGradient = new AlignedBuffer(AlignedBuffer.Pad(_size));
        _betaGradient = new AlignedBuffer(AlignedBuffer.Pad(_size));
        _forwardTile = ForwardTile;
        _inputGradientTile = InputGradientTile;
        _parameterGradientTile = ParameterGradientTile;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => (long)rows * Output.Stride * 8;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _normalized.EnsureRows(rows);
        if (_inverseDeviations.Length < rows * _positions)
        {
            _inverseDeviations = new float[rows * _positions];
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _team.Run(RowTiles.Count(rows), WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        _rows = rows;
        if (_gamma is { IsTrained: true } || _beta is { IsTrained: true })
        {
            _team.Run((_size + ColumnsPerTile - 1) / ColumnsPerTile, WorkFor(rows), _parameterGradientTile);
        }

        // Before the update, since the gradient of the input depends on γ.
        if (inputGradient is not null)
        {
            _inputGradient = inputGradient;
            _team.Run(RowTiles.Count(rows), WorkFor(rows), _inputGradientTile);
        }

        Update(_gamma, _gammaGradient, update);
        Update(_beta, _betaGradient, update);
    }

    private static Span<float> Position(Activations activations, int row, int first, int count) =>
        new(activations.Pointer + ((long)row * activations.Stride) + first, count);

    private void Update(LayerParameter? parameter, AlignedBuffer gradient, CpuUpdate update)
    {
        if (parameter is { IsTrained: true })
        {
            _kernels.Update(gradient.Pointer, update.For(parameter.Index), update.Target(parameter.Index), 0, gradient.Length);
        }
    }

    private void ForwardTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            for (int position = 0; position < _positions; position++)
            {
                Span<float> normalized = Position(_normalized, row, position * _size, _size);
                ReadOnlySpan<float> values = Position(_input, row, position * _size, _size);
                TensorPrimitives.Subtract(values, TensorPrimitives.Sum(values) / _size, normalized);
                double variance = SumOfSquares(normalized) / _size;
                float inverse = (float)(1 / Math.Sqrt(variance + _epsilon));
                _inverseDeviations[(row * _positions) + position] = inverse;
                TensorPrimitives.Multiply(normalized, inverse, normalized);
                Span<float> output = Position(Output, row, position * _size, _size);
                normalized.CopyTo(output);
                if (_gamma is not null)
                {
                    TensorPrimitives.Multiply(output, new ReadOnlySpan<float>(_gamma.Pointer, _size), output);
                }

                if (_beta is not null)
                {
                    TensorPrimitives.Add(output, new ReadOnlySpan<float>(_beta.Pointer, _size), output);
                }
            }
        }
    }

    // The sum of floats becomes infinite from values of 2e19, and then the outputs would be 0: such a sum is computed in double.
    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        double sum = TensorPrimitives.SumOfSquares(values);
        if (double.IsPositiveInfinity(sum))
        {
            sum = 0;
            foreach (float value in values)
            {
                sum += (double)value * value;
            }
        }

        return sum;
    }

    private void InputGradientTile(int tile)
    {
        (int first, int end) = RowTiles.Rows(tile, _rows);
        for (int row = first; row < end; row++)
        {
            for (int position = 0; position < _positions; position++)
            {
                ReadOnlySpan<float> normalized = Position(_normalized, row, position * _size, _size);
                Span<float> gradient = Position(_inputGradient!, row, position * _size, _size);
                Position(OutputGradient, row, position * _size, _size).CopyTo(gradient);
                if (_gamma is not null)
                {
                    TensorPrimitives.Multiply(gradient, new ReadOnlySpan<float>(_gamma.Pointer, _size), gradient);
                }

                float mean = TensorPrimitives.Sum<float>(gradient) / _size;
                float projection = TensorPrimitives.Dot(gradient, normalized) / _size;
                float inverse = _inverseDeviations[(row * _positions) + position];
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] = (gradient[i] - mean - (normalized[i] * projection)) * inverse;
                }
            }
        }
    }

    private void ParameterGradientTile(int tile)
    {
        int first = tile * ColumnsPerTile;
        int count = Math.Min(ColumnsPerTile, _size - first);
        Span<float> gammaGradient = _gammaGradient.Span.Slice(first, count);
        Span<float> betaGradient = _betaGradient.Span.Slice(first, count);
        gammaGradient.Clear();
        betaGradient.Clear();
        for (int row = 0; row < _rows; row++)
        {
            for (int position = 0; position < _positions; position++)
            {
                ReadOnlySpan<float> gradient = Position(OutputGradient, row, (position * _size) + first, count);
                TensorPrimitives.MultiplyAdd(gradient, Position(_normalized, row, (position * _size) + first, count), gammaGradient, gammaGradient);
                TensorPrimitives.Add(betaGradient, gradient, betaGradient);
            }
        }
    }
}
