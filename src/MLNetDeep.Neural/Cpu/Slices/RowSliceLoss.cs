using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes any loss of slices: transposes the outputs to rows, and the gradient back.</summary>
internal sealed unsafe class RowSliceLoss : SliceLoss
{
    private readonly CpuLoss _loss;
    private readonly Activations _output;
    private readonly Activations _gradient;

    public RowSliceLoss(CpuLoss loss, int outputs, int rows)
    {
        _loss = loss;
        _output = new Activations([outputs]);
        _gradient = new Activations([outputs]);
        _output.EnsureRows(rows);
        _gradient.EnsureRows(rows);
    }

    public override EvaluationResult Compute(
        TrainingData data, ReadOnlySpan<int> rows, int padded, int batchRows, SliceValues output, SliceValues gradient)
    {
        Transposition.Run(output.Pointer, output.Stride, rows.Length, _output.Pointer, _output.Stride, 0, output.Units);
        EvaluationResult result = _loss.Compute(data, rows, _output, _gradient, training: true, batchRows);
        Transposition.Run(_gradient.Pointer, _gradient.Stride, output.Units, gradient.Pointer, gradient.Stride, 0, rows.Length);
        for (int unit = 0; unit < output.Units && rows.Length < padded; unit++)
        {
            new Span<float>(gradient.Unit(unit) + rows.Length, padded - rows.Length).Clear();
        }

        return result;
    }
}
