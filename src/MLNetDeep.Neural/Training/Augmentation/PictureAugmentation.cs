using System.Collections.Immutable;
using System.Text;
using MLNetDeep.Neural.Training;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Random changes of pictures in training, so that a network sees each picture in many forms.</summary>
/// <remarks>
/// <para>Each picture of a mini-batch is changed anew in each step; evaluation, validation and prediction use the pictures as they are. The
/// changes come in this order: flips, rotation, shift, brightness, contrast, cutout. By default none is made.</para>
/// <para>The network's input shape is [height, width, channels] or [height, width]. The changes depend only on
/// <see cref="FitOptions.Seed"/>, the step and the row, so they are the same on any number of threads and on every backend, and a resumed
/// training equals an uninterrupted one. With a <see cref="FitOptions.GradientExchange"/>, the row's position in the batch takes the place of
/// the row, so the changes are the same on any number of ranks, but not those of a training without an exchange.</para>
/// <para>Values are changed as the features have them: bytes after their scale, numbers before <see cref="FitOptions.StandardizeFeatures"/>.
/// They are not clipped to a range.</para>
/// </remarks>
/// <example>
/// <code>
/// FitOptions options = new()
/// {
///     Epochs = 20,
///     Augmentation = new PictureAugmentation { HorizontalFlip = true, HorizontalShift = 4, VerticalShift = 4 },
/// };
/// </code>
/// </example>
public sealed record PictureAugmentation
{
    /// <summary>Whether half of the pictures are mirrored left to right.</summary>
    /// <remarks>Default false. Suits scenes and objects, but not digits and letters.</remarks>
    public bool HorizontalFlip { get; init; }

    /// <summary>Whether half of the pictures are mirrored top to bottom.</summary>
    /// <remarks>Default false.</remarks>
    public bool VerticalFlip { get; init; }

    /// <summary>The largest angle, in degrees, by which a picture is rotated about its centre.</summary>
    /// <remarks>
    /// The angle is uniform between -Rotation and +Rotation. Pixels between pixels are interpolated linearly in both directions. Default 0;
    /// accepted: 0 to 180.
    /// </remarks>
    public double Rotation
    {
        get;
        init => field = Guard.Accept(value is >= 0 and <= 180, value, nameof(Rotation), "0 to 180");
    }

    /// <summary>The largest number of pixels by which a picture is moved left or right.</summary>
    /// <remarks>
    /// Each whole number of pixels between -HorizontalShift and +HorizontalShift is equally likely. That equals padding the picture by so many
    /// columns on each side and cropping the original width at a random position. Default 0; accepted: 0 or more, less than the width.
    /// </remarks>
    public int HorizontalShift
    {
        get;
        init => field = Guard.NotNegative(value);
    }

    /// <summary>The largest number of pixels by which a picture is moved up or down.</summary>
    /// <remarks>As <see cref="HorizontalShift"/>. Default 0; accepted: 0 or more, less than the height.</remarks>
    public int VerticalShift
    {
        get;
        init => field = Guard.NotNegative(value);
    }

    /// <summary>How much brighter or darker a picture may become.</summary>
    /// <remarks>
    /// All values of a picture are multiplied by one factor, which is uniform between 1 - Brightness and 1 + Brightness. Default 0; accepted:
    /// 0 to 1.
    /// </remarks>
    public double Brightness
    {
        get;
        init => field = Guard.Accept(value is >= 0 and <= 1, value, nameof(Brightness), "0 to 1");
    }

    /// <summary>How much the contrast of a picture may change.</summary>
    /// <remarks>
    /// A value x becomes m + f (x - m), where m is the mean of the picture's values and f is uniform between 1 - Contrast and 1 + Contrast.
    /// Default 0; accepted: 0 to 1.
    /// </remarks>
    public double Contrast
    {
        get;
        init => field = Guard.Accept(value is >= 0 and <= 1, value, nameof(Contrast), "0 to 1");
    }

    /// <summary>The side, in pixels, of a square that is overwritten with <see cref="FillValue"/>.</summary>
    /// <remarks>
    /// The square's centre is any pixel of the picture with equal probability, so the square may be partly outside. Source: DeVries and Taylor,
    /// "Improved regularization of convolutional neural networks with cutout" (2017). Default 0: none; accepted: 0 or more, at most the width
    /// and the height.
    /// </remarks>
    public int Cutout
    {
        get;
        init => field = Guard.NotNegative(value);
    }

    /// <summary>Which values are put where a shifted or rotated picture has no pixels.</summary>
    /// <remarks>Default <see cref="FillMode.Reflect"/>, as in Keras.</remarks>
    public FillMode Fill
    {
        get;
        init => field = Guard.Defined(value);
    }

    /// <summary>The value of <see cref="FillMode.Constant"/> and of <see cref="Cutout"/>, for each channel.</summary>
    /// <remarks>Default 0; accepted: finite.</remarks>
    public float FillValue
    {
        get;
        init => field = Guard.Accept(float.IsFinite(value), value, nameof(FillValue), "finite");
    }

    /// <summary>Throws if the augmentation does not fit the input of a network.</summary>
    /// <exception cref="ArgumentException">The input is no picture, or a shift or the cutout is too large for it.</exception>
    internal void Check(NetworkSpec spec)
    {
        ImmutableArray<int> shape = spec.InputShape;
        if (spec.InputKind != FeatureKind.Numbers || shape.Length is not (2 or 3) || !spec.Layers[0].TakesChannelsLast)
        {
            string found = spec.InputKind != FeatureKind.Numbers ? "the network takes indices"
                : !spec.Layers[0].TakesChannelsLast ? $"the order of the dimensions of {spec.Layers[0].TypeName} is not known"
                : $"the network's is {Shapes.Text(shape)}";
            throw new ArgumentException(
                $"{nameof(FitOptions.Augmentation)} needs pictures with the input shape [height, width, channels] or [height, width]; {found}.",
                nameof(FitOptions.Augmentation));
        }

        PictureShape picture = PictureShape.From(shape);
        CheckSize(HorizontalShift, picture.Width - 1, nameof(HorizontalShift), picture);
        CheckSize(VerticalShift, picture.Height - 1, nameof(VerticalShift), picture);
        CheckSize(Cutout, Math.Min(picture.Width, picture.Height), nameof(Cutout), picture);
    }

    private static void CheckSize(int value, int maximum, string name, PictureShape picture)
    {
        if (value > maximum)
        {
            throw new ArgumentException(
                $"{name} is {value}; accepted for pictures of {picture.Height} rows and {picture.Width} columns: 0 to {maximum}.", name);
        }
    }

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
