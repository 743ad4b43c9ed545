namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The windows of a pooling layer along one axis, as tables.</summary>
internal sealed class PoolingAxis
{
    /// <summary>Creates the tables.</summary>
    public PoolingAxis(WindowAxis axis)
    {
        Input = axis.Input;
        Output = axis.Output;
        Kernel = axis.Kernel;
        Begin = new int[Output];
        First = new int[Output];
        End = new int[Output];
        FirstWindow = new int[Input];
        EndWindow = new int[Input];
        for (int window = 0; window < Output; window++)
        {
            (int first, int end) = axis.InputRange(window);
            Begin[window] = (window * axis.Stride) - axis.Before;
            First[window] = Begin[window] + first;
            End[window] = Begin[window] + end;
            for (int i = First[window]; i < End[window]; i++)
            {
                FirstWindow[i] = EndWindow[i] == 0 ? window : FirstWindow[i];
                EndWindow[i] = window + 1;
            }
        }

        IsDisjoint = axis.Stride >= axis.Kernel;
        ArePairs = axis is { Kernel: 2, Stride: 2, Dilation: 1, Before: 0 } && 2 * axis.Output <= axis.Input;
        IsCovered = !EndWindow.Contains(0);
        Shares = [.. Enumerable.Range(0, Kernel + 1).Select(count => count == 0 ? 0 : 1f / count)];
    }

    /// <summary>The number of input values.</summary>
    public int Input { get; }

    /// <summary>The number of windows.</summary>
    public int Output { get; }

    /// <summary>The number of values in a window, with padding.</summary>
    public int Kernel { get; }

    /// <summary>Whether no value is in two windows.</summary>
    public bool IsDisjoint { get; }

    /// <summary>Whether the windows are the pairs of values, from the first on.</summary>
    public bool ArePairs { get; }

    /// <summary>Whether each value is in a window.</summary>
    public bool IsCovered { get; }

    /// <summary>1 / n for each number n of values in a window; 0 for 0.</summary>
    public float[] Shares { get; }

    /// <summary>The index at which each window begins; negative in the padding.</summary>
    public int[] Begin { get; }

    /// <summary>The index of the first value in each window, without padding.</summary>
    public int[] First { get; }

    /// <summary>The index after the last value in each window, without padding.</summary>
    public int[] End { get; }

    /// <summary>For each value, the first window that contains it; 0 if none does.</summary>
    public int[] FirstWindow { get; }

    /// <summary>For each value, the window after the last that contains it; 0 if none does. Windows between contain it too.</summary>
    public int[] EndWindow { get; }
}
