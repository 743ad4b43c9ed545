using TorchSharp;

namespace MLNetDeep.TorchSharp;

/// <summary>A call of a session or scorer: all tensors that it makes are disposed with it, and the caller's modes are as before.</summary>
internal readonly struct TorchCall : IDisposable
{
    private readonly object? _owner;
    private readonly DisposeScope _scope;
    private readonly IDisposable? _mode;

    /// <summary>Begins a call on this thread.</summary>
    /// <param name="owner">
    /// The session or scorer, which the collector keeps until the call ends. libtorch reads its tensors by pointers: if nobody used the owner
    /// afterwards, their finalizers could free them meanwhile.
    /// </param>
    public TorchCall(object? owner)
    {
        _owner = owner;
        _scope = torch.NewDisposeScope();

        // The caller may be within no_grad or inference_mode, in which nothing can be trained.
        if (!torch.is_grad_enabled())
        {
            _mode = torch.is_inference_mode_enabled() ? torch.inference_mode(false) : torch.enable_grad();
        }
    }

    public void Dispose()
    {
        _mode?.Dispose();
        _scope.Dispose();
        GC.KeepAlive(_owner);
    }
}
