namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// An activation within a recurrent cell. The forward pass saves one vector for the derivative, from which the backward pass also gets the
/// output.
/// </summary>
internal interface ICellFunction<V>
    where V : unmanaged
{
    /// <summary>Computes f(z).</summary>
    /// <param name="sum">z.</param>
    /// <param name="saved">What to save.</param>
    V Apply(V sum, out V saved);

    /// <summary>Returns f(z) from what was saved.</summary>
    V Output(V saved);

    /// <summary>Computes gradient × f'(z).</summary>
    V Backward(V gradient, V saved);
}
