namespace MLNetDeep.Neural;

/// <summary>A backend that may stand for one of several devices. ML.NET's trainers let the MLContext say which.</summary>
/// <remarks>
/// Trainers and <c>NetworkTransformer.WithBackend</c> call <see cref="Choose"/> with <c>MLContext.GpuDeviceId</c> and
/// <c>MLContext.FallbackToCpu</c> and use the backend that it returns. Without ML.NET nobody calls it.
/// </remarks>
public interface IChoosesDevice
{
    /// <summary>Returns the backend of the chosen device; this backend if there is nothing to choose.</summary>
    /// <param name="gpuDevice">The index of a GPU, from 0; null for the CPU.</param>
    /// <param name="fallBackToCpu">
    /// What to do if there is no such GPU: true to choose the CPU and to warn, false to throw an exception.
    /// </param>
    /// <param name="warn">Receives the text of a warning.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no such GPU, and <paramref name="fallBackToCpu"/> is false. The message says what is missing.
    /// </exception>
    IComputeBackend Choose(int? gpuDevice, bool fallBackToCpu, Action<string> warn);
}
