using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes the outputs of a network for rows, in inference. For one thread at a time.</summary>
/// <param name="layers">The layers.</param>
internal sealed unsafe class CpuPredictor(LayerStack layers)
{
    private readonly KernelSet _kernels = KernelSet.Best;
    private readonly ConsecutiveRows _rows = new();

    private int InputSize => layers.Plan.Spec.InputSize;

    private int OutputSize => layers.Plan.Spec.OutputSize;

    /// <summary>Computes some rows of a matrix, as many together as the layers have room for.</summary>
    /// <param name="features">The matrix.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="destination">Receives the outputs, row after row.</param>
    public void Predict(FeatureMatrix features, int first, int end, Span<float> destination)
    {
        int batch = layers.Capacity;
        for (; first < end; first += batch)
        {
            ReadOnlySpan<int> rows = _rows.Of(first, Math.Min(batch, end - first));
            layers.Forward(features, rows, step: null);
            CopyOutput(rows.Length, destination);
            destination = destination[(rows.Length * OutputSize)..];
        }

        GC.KeepAlive(this);
    }

    /// <summary>Computes rows given in full, all together.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="destination">Receives the outputs, row after row.</param>
    public void Predict(ReadOnlySpan<float> values, Span<float> destination)
    {
        int rows = values.Length / InputSize;
        layers.EnsureRoom(rows);
        fixed (float* pointer = values)
        {
            if (rows == 1 && layers.Plan.Input.AcceptsSparse)
            {
                layers.Input.StageRow(values);
            }
            else if (layers.Plan.Input.AcceptsSparse)
            {
                // Products read rows where they are; other layers read whole lines.
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

    /// <summary>Computes one row given by its nonzero values.</summary>
    /// <param name="columns">Where they are, ascending.</param>
    /// <param name="values">The values.</param>
    /// <param name="destination">Receives the outputs.</param>
    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
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
                _kernels.Activate(ActivationKind.Of(activation), values, values, output.Stride);
            }

            output.Row(row).CopyTo(destination[(row * OutputSize)..]);
        }
    }
}
