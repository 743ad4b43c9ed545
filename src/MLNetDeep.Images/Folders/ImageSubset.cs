namespace MLNetDeep.Data;

/// <summary>A part of the images in a folder.</summary>
public enum ImageSubset
{
    /// <summary>All images.</summary>
    All = 0,

    /// <summary>The images to train on: all but those for validation.</summary>
    Training = 1,

    /// <summary>The images for validation: the share that <see cref="ImageFolderOptions.ValidationSplit"/> sets aside.</summary>
    Validation = 2,
}
