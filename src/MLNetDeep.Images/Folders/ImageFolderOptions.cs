using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Data;

/// <summary>Options of <c>LoadImageFolder</c> and <c>LoadNotMnist</c>. Options are immutable; change a copy with <c>with</c>.</summary>
public sealed record ImageFolderOptions
{
    private readonly ValueArray<string> _extensions = new([".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"]);
    private readonly ValueArray<string> _classNames;

    /// <summary>The extensions of image files, each with its dot. Letter case does not matter; files with other extensions are passed over.
    /// Default .bmp, .gif, .jpeg, .jpg, .png and .webp.</summary>
    /// <exception cref="ArgumentException">There is none, or one does not begin with a dot.</exception>
    public ImmutableArray<string> Extensions { get => _extensions.Items; init => _extensions = new(CheckedExtensions(value)); }

    /// <summary>The names of the classes in the order of their keys. Each is the name of a folder, which may be missing; a folder with another
    /// name is refused. Give a folder of test images the classes of the training images, so that keys mean the same. Default empty: the names
    /// of the folders in ordinal order.</summary>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    public ImmutableArray<string> ClassNames { get => _classNames.Items; init => _classNames = new(CheckedNames(value)); }

    /// <summary>The class whose images are positive, for binary classification: Label is then a <see cref="bool"/>, true for the images of this
    /// class and false for all others. Default null: Label is a key.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? PositiveClass
    {
        get;
        init => field = value is null ? null : Guard.Name(value);
    }

    /// <summary>What to do with image files that cannot be decoded. Default <see cref="DamagedImages.Error"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public DamagedImages Damaged { get; init => field = Guard.Defined(value); }

    /// <summary>The share of the images that is set aside for validation, in [0, 1). It is drawn at random from all images, not from each
    /// class; see <see cref="Seed"/>. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    public double ValidationSplit { get; init => field = Guard.ShareBelowOne(value); }

    /// <summary>Which images to read. Default <see cref="ImageSubset.All"/>. Accepted: <see cref="ImageSubset.All"/> if
    /// <see cref="ValidationSplit"/> is 0; <see cref="ImageSubset.Training"/> or <see cref="ImageSubset.Validation"/> if it is above
    /// 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public ImageSubset Subset { get; init => field = Guard.Defined(value); }

    /// <summary>Whether the rows are in a random order, which is the same in each pass; see <see cref="Seed"/>. If false, they are in the order of
    /// the classes, and within a class in the ordinal order of the paths. Default true.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>The seed of the order and of the split. Load training and validation images with the same seed: with different seeds, some
    /// images may be in both. Default 0.</summary>
    public int Seed { get; init; }

    /// <exception cref="ArgumentException">Options contradict each other.</exception>
    internal void Check()
    {
        if (Subset == ImageSubset.All != (ValidationSplit == 0))
        {
            throw new ArgumentException(
                $"{nameof(ValidationSplit)} is {ValidationSplit} and {nameof(Subset)} is {Subset}; accepted: 0 with {ImageSubset.All}, or more than 0 "
                + $"with {ImageSubset.Training} or {ImageSubset.Validation}.");
        }
    }

    private static ImmutableArray<string> CheckedExtensions(ImmutableArray<string> extensions)
    {
        if (extensions.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{nameof(Extensions)} is empty; accepted: one extension or more.", nameof(Extensions));
        }

        foreach (string extension in extensions)
        {
            if (extension is not ['.', _, ..])
            {
                throw new ArgumentException($"{nameof(Extensions)} has '{extension}'; accepted: extensions with their dot, such as .png.", nameof(Extensions));
            }
        }

        return extensions;
    }

    private static ImmutableArray<string> CheckedNames(ImmutableArray<string> names)
    {
        if (names.IsDefault)
        {
            throw new ArgumentNullException(nameof(ClassNames));
        }

        HashSet<string> found = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!found.Add(Guard.Name(name, nameof(ClassNames))))
            {
                throw new ArgumentException($"{nameof(ClassNames)} has '{name}' twice; accepted: different names.", nameof(ClassNames));
            }
        }

        return names;
    }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
