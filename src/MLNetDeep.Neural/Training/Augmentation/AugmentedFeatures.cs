using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// The pictures of another matrix, each changed when it is read, on the thread that reads it. The changes of a row stay the same until
/// <see cref="Begin"/> is called for it.
/// </summary>
internal sealed class AugmentedFeatures : FeatureMatrix
{
    // For the picture before and after the change. Each thread has its own, since several threads read rows at a time.
    [ThreadStatic]
    private static float[]? s_scratch;

    private readonly FeatureMatrix _pictures;
    private readonly PictureAugmenter _augmenter;
    private readonly ulong _seedKey;
    private readonly ulong[] _keys;

    /// <summary>Creates the matrix.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="augmenter">Changes a picture.</param>
    /// <param name="seed">The seed of the changes.</param>
    public AugmentedFeatures(FeatureMatrix pictures, PictureAugmenter augmenter, int seed)
        : this(pictures, augmenter, Seeds.Key(seed, RandomStream.Augmentation, 0), new ulong[pictures.RowCount])
    {
    }

    private AugmentedFeatures(FeatureMatrix pictures, PictureAugmenter augmenter, ulong seedKey, ulong[] keys)
        : base(pictures.RowCount, pictures.ColumnCount, pictures.PositionCount, pictures.RowLengths)
    {
        _pictures = pictures;
        _augmenter = augmenter;
        _seedKey = seedKey;
        _keys = keys;
    }

    /// <summary>Draws new changes for some rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="numbers">The number from which the changes of each row are drawn.</param>
    /// <param name="step">The number of steps before the one that will read the rows.</param>
    public void Begin(ReadOnlySpan<int> rows, ReadOnlySpan<int> numbers, long step)
    {
        ulong stepKey = SplitMix64.At(_seedKey, (ulong)step);
        for (int i = 0; i < rows.Length; i++)
        {
            _keys[rows[i]] = SplitMix64.At(stepKey, (ulong)numbers[i]);
        }
    }

    /// <summary>All values count as nonzero: the changed picture is not known before it is read.</summary>
    public override int CountNonZeros(int row) => ColumnCount;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination)
    {
        if (end - first == ColumnCount)
        {
            Augment(row, Scratch(), destination[..ColumnCount]);
        }
        else
        {
            AugmentInScratch(row)[first..end].CopyTo(destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values) =>
        NonZeros.Copy(AugmentInScratch(row)[first..end], columns, values);

    internal override void Prefetch(int row, int first, int end) => _pictures.Prefetch(row, first, end);

    internal override FeatureMatrix Slice(int first, int count) =>
        new AugmentedFeatures(_pictures.Slice(first, count), _augmenter, _seedKey, _keys[first..(first + count)]);

    internal override FeatureMatrix Select(int[] rows) =>
        new AugmentedFeatures(_pictures.Select(rows), _augmenter, _seedKey, Array.ConvertAll(rows, row => _keys[row]));

    private ReadOnlySpan<float> AugmentInScratch(int row)
    {
        Span<float> scratch = Scratch();
        Span<float> changed = scratch[ColumnCount..];
        Augment(row, scratch, changed);
        return changed;
    }

    private void Augment(int row, Span<float> scratch, Span<float> destination)
    {
        Span<float> picture = scratch[..ColumnCount];
        _pictures.CopyRow(row, picture);
        _augmenter.Apply(_keys[row], picture, destination);
    }

    private Span<float> Scratch()
    {
        if (s_scratch is null || s_scratch.Length < 2 * ColumnCount)
        {
            s_scratch = new float[2 * ColumnCount];
        }

        return s_scratch.AsSpan(0, 2 * ColumnCount);
    }
}
