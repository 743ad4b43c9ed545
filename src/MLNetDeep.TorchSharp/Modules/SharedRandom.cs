using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Seeds the random numbers of libtorch that the whole process shares, which modules such as <c>nn.Dropout</c> draw from, and restores those
/// of the CPU when disposed: those of the caller go on as if nobody had drawn. Those of CUDA devices, which TorchSharp cannot read, are not
/// restored. Only one thread has them at a time.
/// </summary>
internal readonly struct SharedRandom : IDisposable
{
    private static readonly Lock s_lock = new();

    private readonly Tensor _before;

    private SharedRandom(Tensor before) => _before = before;

    /// <summary>Waits for other threads that use this class, and seeds the random numbers.</summary>
    /// <param name="seed">The seed, as for <c>torch.manual_seed</c>.</param>
    /// <param name="isCuda">Whether to seed those of the CUDA devices too, which <c>torch.manual_seed</c> of TorchSharp does not.</param>
    public static SharedRandom Begin(long seed, bool isCuda = false)
    {
        s_lock.Enter();
        try
        {
            if (isCuda)
            {
                cuda.manual_seed_all(seed);
            }

            Tensor before = get_rng_state().Keep();
            manual_seed(seed).Dispose();
            return new SharedRandom(before);
        }
        catch
        {
            s_lock.Exit();
            throw;
        }
    }

    /// <summary>Restores the random numbers of the CPU.</summary>
    public void Dispose()
    {
        try
        {
            set_rng_state(_before);
            _before.Dispose();
        }
        finally
        {
            s_lock.Exit();
        }
    }
}
