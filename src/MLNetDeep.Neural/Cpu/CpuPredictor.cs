using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes a network's outputs in inference mode. Not thread-safe.</summary>
/// <param name="layers">The layers.</param>
internal sealed unsafe class CpuPredictor(LayerStack layers)
{
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly ConsecutiveRows _rowNumbers = new();

    private int InputSize => layers.Plan.Spec.InputSize;

    private int OutputSize => layers.Plan.Spec.OutputSize;

    /// <summary>Computes the outputs for a range of rows of a matrix, in batches of the layers' batch size.</summary>
    /// <param name="features">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="destination">Receives the outputs, row after row.</param>
    public void Predict(FeatureMatrix features, int first, int end, Span<float> destination)
    {
        int batchSize = layers.BatchSize;
        for (; first < end; first += Math.Min(batchSize, end - first))
        {
            ReadOnlySpan<int> rows = _rowNumbers.Range(first, Math.Min(batchSize, end - first));
            layers.Forward(features, rows, step: null);
            CopyOutput(rows.Length, destination);
            destination = destination[(rows.Length * OutputSize)..];
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes the outputs for dense rows, as one batch.</summary>
    /// <param name="values">The rows, without padding between them.</param>
    /// <param name="destination">Receives the outputs, row after row.</param>
    public void Predict(ReadOnlySpan<float> values, Span<float> destination)
    {
        int rows = values.Length / InputSize;
        layers.EnsureCapacity(rows);
        fixed (float* pointer = values)
        {
            if (rows == 1 && layers.Plan.Input.AcceptsSparse)
            {
                layers.Input.StageRow(values);
            }
            else if (layers.Plan.Input.AcceptsSparse)
            {
                // A dense layer can read unpadded rows in place; other layers read whole cache lines, so they need padded copies.
                layers.Input.UseRows(pointer);
            }
            else
            {
                layers.Input.CopyRows(values, rows);
            }

            layers.ForwardFrom(0, rows, step: null);
            CopyOutput(rows, destination);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes the outputs for one row, passed as its nonzero values.</summary>
    /// <param name="columns">The columns of the nonzero values, ascending.</param>
    /// <param name="values">The nonzero values.</param>
    /// <param name="destination">Receives the outputs.</param>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        layers.EnsureCapacity(1);
        layers.Input.StageRow(columns, values);
        layers.ForwardFrom(0, 1, step: null);
        CopyOutput(1, destination);
        GC.KeepAlive(this);
    }

    private void CopyOutput(int rows, Span<float> destination)
    {
        Activations output = layers.Output;
        Activation? activation = layers.Plan.OutputActivation;
        for (int row = 0; row < rows; row++)
        {
            float* values = output.Pointer + ((long)row * output.Stride);
            if (activation is Softmax)
            {
                _kernels.Softmax(values, OutputSize);
            }
            else if (activation is not null)
            {
                _kernels.Activate(ActivationKind.For(activation), values, values, output.Stride);
            }

            output.Row(row).CopyTo(destination[(row * OutputSize)..]);
        }
    }
}
