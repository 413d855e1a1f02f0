import { IsOptional, IsString, MaxLength } from 'class-validator';

export class LoginForm {
  @IsString()
  @MaxLength(300)
  email!: string;

  @IsString()
  @MaxLength(1_000)
  password!: string;

  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  next?: string;
}

export class JoiningForm {
  @IsString()
  @MaxLength(300)
  name!: string;

  @IsString()
  @MaxLength(1_000)
  password!: string;
}
